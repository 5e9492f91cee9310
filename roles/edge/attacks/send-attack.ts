import { connect } from 'node:tls';
import type { Attack } from './attack.ts';

/** What became of an attack: the edge or the guard refused it, the API or a page answered, or nothing can be said. */
export interface AttackOutcome {
  attack: Attack;
  verdict: 'blocked' | 'missed' | 'none';
  /** The status, or why there is none. */
  answer: string;
}

interface Way {
  address: string;
  port: number;
  authority: string;
}

/** What came over a connection; `failure` where the other side did not end it. */
export interface Received {
  text: string;
  failure?: 'no connection' | 'no answer';
}

const patienceMs = 10_000;

/** Sends attacks to the edge, one after another, and tells which of them reached the API or a page. */
export async function sendAttacks(attacks: Attack[], way: Way): Promise<AttackOutcome[]> {
  const outcomes: AttackOutcome[] = [];
  for (const attack of attacks) outcomes.push(judgeAnswer(attack, await send(attack.request, way)));
  return outcomes;
}

/** The API and the pages say with every answer what a browser may load; neither the edge nor the guard does. */
export function judgeAnswer(attack: Attack, { text, failure }: Received): AttackOutcome {
  const head = text.split('\r\n\r\n')[0] ?? '';
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status === undefined) {
    // What is no HTTP may be refused without a word; everything else is owed an answer.
    const isRefused = failure === undefined && attack.kind === 'protocol';
    return { attack, verdict: isRefused ? 'blocked' : 'none', answer: failure ?? 'closed' };
  }
  if (/^content-security-policy:/im.test(head)) return { attack, verdict: 'missed', answer: status };
  return { attack, verdict: isTrouble(status) ? 'none' : 'blocked', answer: status };
}

/** A limit was reached, or a host does not work: it was not the attack that was refused. */
const isTrouble = (status: string) => /^(429|50[0234])$/.test(status);

function send(request: string, { address, port, authority }: Way): Promise<Received> {
  return new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      ca: authority,
      servername: 'localhost',
      ALPNProtocols: ['http/1.1'],
    });
    let text = '';
    let failure: Received['failure'] = 'no connection';
    socket.setEncoding('latin1');
    socket.setTimeout(patienceMs, () => {
      failure ??= 'no answer';
      socket.destroy();
    });
    socket.on('data', (part) => {
      text += part;
    });
    // The answer may come, and the connection end, while a long request is still being written.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text, ...(failure && { failure }) }));
    socket.on('secureConnect', () => {
      failure = undefined;
      socket.write(request, 'latin1');
    });
  });
}
