import test from 'ava';
import type { Run } from '../../../../chaos/history.ts';
import { checkResultOf } from './histories.ts';

/** Macros for one checker: what it lets pass, and what it must object to in these words. */
export function macrosFor(checker: string) {
  return {
    passes: test.macro<[Partial<Run>]>((t, run) => {
      t.deepEqual(checkResultOf(checker, run).details, []);
      t.true(checkResultOf(checker, run).valid);
    }),
    fails: test.macro<[Partial<Run>, RegExp]>((t, run, detail) => {
      const { valid, details } = checkResultOf(checker, run);
      t.false(valid);
      t.regex(details.join('\n'), detail);
    }),
  };
}
