import test from 'ava';
import { isPlainJson } from '../../../../api/http/plain-json.ts';

const isPlain = (text: string) => isPlainJson(Buffer.from(text));

test('input of every route is plain, whatever its text holds', (t) => {
  const article = { title: '{[,'.repeat(50_000), body: '"\\\n', tagList: Array.from({ length: 100 }, String) };
  t.true(isPlain(JSON.stringify({ article })));
  t.true(isPlain('not JSON at all'));
});

test('brackets and parts by the thousand are not', (t) => {
  t.false(isPlain(`{"user":${'['.repeat(1_000)}`));
  t.false(isPlain(`{"a":"\\\\",${'{"b":'.repeat(20)}`));
  t.false(isPlain(`[${'1,'.repeat(10_000)}1]`));
});
