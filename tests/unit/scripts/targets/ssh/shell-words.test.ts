import { execFileSync } from 'node:child_process';
import test from 'ava';
import { quoteCommand } from '../../../../../scripts/targets/ssh/shell-words.ts';

test('every word arrives at the other end as it was', (t) => {
  const words = ['plain', 'two words', "it's", '$HOME', '`id`', '"', '', '\\', '*', 'a\nb'];
  const line = quoteCommand(['printf', '%s|', ...words]);
  t.is(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' }), `${words.join('|')}|`);
});
