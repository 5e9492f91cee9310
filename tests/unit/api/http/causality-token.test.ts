import test from 'ava';
import type { Position } from '../../../../api/database/causality/position.ts';
import { createCausalityTokens } from '../../../../api/http/causality-token.ts';

const tokens = createCausalityTokens({ secret: 'a secret' });
const nowMs = 1_800_000_000_000;
const group = '11111111-2222-3333-4444-555555555555';
const position: Position = [
  { member: 'a', source: group, number: 12, sentAtMs: nowMs - 6, heardAtMs: nowMs - 5 },
  { member: 'b', source: group, number: 1_000_012, sentAtMs: nowMs - 12, heardAtMs: nowMs - 9 },
];
const carried = { marks: position, foreign: position.slice(1) };
const nothing = { marks: [], foreign: [] };
const elsewhere = createCausalityTokens({ secret: 'a secret' });

test('a process knows its own token: foreign is only what was foreign when it made it', (t) => {
  t.deepEqual(tokens.parse(tokens.render(carried), nowMs), carried);
});

test('a token carries a position from one process to another with the same secret', (t) => {
  t.deepEqual(elsewhere.parse(tokens.render(carried), nowMs), { marks: position, foreign: position });
  t.regex(tokens.render(carried), /^[\w.-]+$/, 'fits a header and a cookie as it is');
});

test('a token tells its bearer nothing of the group', (t) => {
  const token = tokens.render(carried);
  for (const part of token.split('.')) t.false(Buffer.from(part, 'base64url').toString('latin1').includes(group));
  t.false(token.includes(group));
  t.not(tokens.render(carried), token, 'not even that two positions are the same');
});

test('a token that no process of the lab made counts as nothing', (t) => {
  const token = tokens.render(carried);
  const stranger = createCausalityTokens({ secret: 'another secret' });
  const altered = Buffer.from(token, 'base64url');
  altered[40] = (altered[40] ?? 0) ^ 1;
  for (const forged of [
    stranger.render(carried),
    altered.toString('base64url'),
    token.slice(0, -4),
    '',
    '.',
    'x'.repeat(30),
    'x'.repeat(9_000),
  ]) {
    t.deepEqual(tokens.parse(forged, nowMs), nothing, forged.slice(0, 20));
  }
  t.deepEqual(tokens.parse(undefined, nowMs), nothing);
});

test('a token of writes that are everywhere by now is forgotten', (t) => {
  t.deepEqual(tokens.parse(tokens.render(carried), nowMs + 11 * 60_000), nothing);
});
