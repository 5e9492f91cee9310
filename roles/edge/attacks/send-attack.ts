import { connect } from 'node:tls';
import type { Attack } from './attack.ts';

/** What became of an attack: the edge or the guard refused it, or the API or a page answered. */
export interface AttackOutcome {
  attack: Attack;
  blocked: boolean;
  /** The status, or "closed" where there was no answer. */
  answer: string;
}

interface Way {
  address: string;
  port: number;
  authority: string;
}

const patienceMs = 10_000;

/** Sends attacks to the edge, one after another, and tells which of them reached the API or a page. */
export async function sendAttacks(attacks: Attack[], way: Way): Promise<AttackOutcome[]> {
  const outcomes: AttackOutcome[] = [];
  for (const attack of attacks) outcomes.push(judgeAnswer(attack, await send(attack.request, way)));
  return outcomes;
}

/** The API and the pages say with every answer what a browser may load; neither the edge nor the guard does. */
export function judgeAnswer(attack: Attack, text: string): AttackOutcome {
  const head = text.split('\r\n\r\n')[0] ?? '';
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  const isFromBehind = /^content-security-policy:/im.test(head);
  return { attack, blocked: !isFromBehind, answer: status ?? 'closed' };
}

function send(request: string, { address, port, authority }: Way): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      ca: authority,
      servername: 'localhost',
      ALPNProtocols: ['http/1.1'],
    });
    let answer = '';
    socket.setEncoding('latin1');
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on('data', (text) => {
      answer += text;
    });
    // The answer may come, and the connection end, while a long request is still being written.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.on('secureConnect', () => socket.write(request, 'latin1'));
  });
}
