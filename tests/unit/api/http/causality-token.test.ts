import test from 'ava';
import type { Position } from '../../../../api/database/position.ts';
import { createCausalityTokens } from '../../../../api/http/causality-token.ts';

const tokens = createCausalityTokens({ secret: 'a secret' });
const nowMs = 1_800_000_000_000;
const position: Position = [
  { member: 'a', source: '11111111-2222-3333-4444-555555555555', number: 12, heardAtMs: nowMs - 5 },
  { member: 'b', source: '11111111-2222-3333-4444-555555555555', number: 1_000_012, heardAtMs: nowMs - 9 },
];

test('a token carries a position from one process to another with the same secret', (t) => {
  t.deepEqual(tokens.parse(tokens.render(position), nowMs), position);
  t.regex(tokens.render(position), /^[\w.-]+$/, 'fits a header and a cookie as it is');
});

test('what nobody here signed counts as nothing', (t) => {
  const token = tokens.render(position);
  const stranger = createCausalityTokens({ secret: 'another secret' });
  const [payload = '', signature = ''] = token.split('.');
  const altered = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('12', '99')).toString('base64url');
  for (const forged of [
    stranger.render(position),
    `${altered}.${signature}`,
    payload,
    `${payload}.`,
    '',
    '.',
    'x'.repeat(9_000),
  ]) {
    t.deepEqual(tokens.parse(forged, nowMs), [], forged.slice(0, 20));
  }
  t.deepEqual(tokens.parse(undefined, nowMs), []);
});

test('a token of writes that are everywhere by now is forgotten', (t) => {
  t.deepEqual(tokens.parse(tokens.render(position), nowMs + 11 * 60_000), []);
});
