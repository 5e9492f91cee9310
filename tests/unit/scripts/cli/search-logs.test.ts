import test from 'ava';
import { parseTime } from '../../../../scripts/cli/search-logs.ts';

const nowMs = Date.UTC(2026, 10, 29, 12);

test('a moment is an age or a time', (t) => {
  t.is(parseTime('--since', undefined, nowMs), undefined);
  t.is(parseTime('--since', '90s', nowMs), nowMs - 90_000);
  t.is(parseTime('--since', '1h', nowMs), nowMs - 3_600_000);
  t.is(parseTime('--since', '2026-11-28T12:00:00Z', nowMs), nowMs - 86_400_000);
});

test('what is neither is named, with what would be', (t) => {
  for (const given of ['yesterday', '1w', '-5m', ''])
    t.throws(() => parseTime('--since', given, nowMs), { message: /^--since is "/ }, given);
});
