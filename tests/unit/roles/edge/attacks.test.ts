import { createServer } from 'node:net';
import test from 'ava';
import type { Attack } from '../../../../roles/edge/attacks/attack.ts';
import { attacks } from '../../../../roles/edge/attacks/attacks.ts';
import { judgeAnswer, type Received, sendAttacks } from '../../../../roles/edge/attacks/send-attack.ts';
import { renderOutcomes } from '../../../../scripts/cli/commands/attack.ts';

const script: Attack = { kind: 'script', name: 'a script', request: 'GET / HTTP/1.1\r\n\r\n' };
const noHttp: Attack = { kind: 'protocol', name: 'no HTTP at all', request: 'SSH-2.0\r\n\r\n' };
const answered = (status: string, header = '') => ({ text: `HTTP/1.1 ${status}\r\n${header}\r\n\r\n` });

test('there are sixty attacks and more, each under a name of its own', (t) => {
  const names = attacks.map(({ kind, name }) => `${kind}: ${name}`);
  t.true(names.length >= 60);
  t.is(new Set(names).size, names.length);
});

test('the length that an attack gives is that of the bytes it sends', (t) => {
  for (const { kind, name, request } of attacks) {
    const [head = '', ...body] = request.split('\r\n\r\n');
    const length = /^Content-Length: (\d+)$/m.exec(head)?.[1];
    if (kind !== 'protocol' && length) t.is(Number(length), Buffer.from(body.join(), 'latin1').length, name);
  }
});

const verdicts: [Attack, Received, string, string][] = [
  [script, answered('403 Forbidden', 'X-Request-Id: 1'), 'blocked', '403'],
  [script, { text: `${answered('400 Bad Request').text}content-security-policy: none` }, 'blocked', '400'],
  [noHttp, answered('501 Not Implemented'), 'blocked', '501'],
  [script, answered('200 OK', 'Content-Security-Policy: x'), 'missed', '200'],
  [script, answered('500 Internal Server Error', 'Content-Security-Policy: x'), 'missed', '500'],
  [script, answered('429 Too Many Requests'), 'none', '429'],
  [script, answered('502 Bad Gateway'), 'none', '502'],
  [script, answered('503 Service Unavailable'), 'none', '503'],
  [script, { text: '' }, 'none', 'closed'],
  [noHttp, { text: '' }, 'blocked', 'closed'],
  [noHttp, { text: '', failure: 'no answer' }, 'none', 'no answer'],
];
for (const [attack, received, verdict, answer] of verdicts) {
  test(`${attack.name}, answered ${JSON.stringify(received)}: ${verdict}`, (t) => {
    t.like(judgeAnswer(attack, received), { verdict, answer });
  });
}

test('where no edge answers, nothing is told to be blocked', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const outcomes = await sendAttacks([script, noHttp], { address: '127.0.0.1', port, authority: '' });
  t.deepEqual(
    outcomes.map(({ verdict, answer }) => [verdict, answer]),
    [
      ['none', 'no connection'],
      ['none', 'no connection'],
    ],
  );
  t.regex(renderOutcomes(outcomes), /^all +2 +0$[\s\S]*no HTTP at all +no connection +no verdict/m);
});
