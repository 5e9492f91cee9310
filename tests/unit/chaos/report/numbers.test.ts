import test from 'ava';
import { formatCount, formatMs, formatShare } from '../../../../chaos/report/numbers.ts';

const reads = test.macro<[string, string]>((t, text, expected) =>
  t.is(text.replaceAll(/[\u00a0\u202f]/g, ' '), expected),
);

test('short times have a tenth of a millisecond', reads, formatMs(2.3506), '2.4 ms');
test('longer ones have whole milliseconds', reads, formatMs(99.6), '100 ms');
test('what would round to ten is ten', reads, formatMs(9.96), '10 ms');
test('what would round to a second is one', reads, formatMs(999.7), '1.00 s');
test('seconds have two places', reads, formatMs(1_240), '1.24 s');
test('many seconds have one', reads, formatMs(15_010), '15.0 s');
test('no time is a dash', reads, formatMs(null), '–');
test('thousands are apart', reads, formatCount(1_234_567), '1 234 567');
test('a mean keeps its half', reads, formatCount(1_234.5), '1 234.5');
test('a small share keeps two digits', reads, formatShare(0.000_123_4), '0.012 %');
test('no share is nought', reads, formatShare(0), '0 %');
