import test from 'ava';
import type { CopyHistory } from '../../../../../chaos/history.ts';
import { judgeCopies, measureAges } from '../../../../../chaos/judge/checkers/copies.ts';
import type { RunFacts } from '../../../../../chaos/judge/run-facts.ts';
import { shareOfHits } from '../../../../../chaos/run/beside-copies.ts';

const write = (number: number, endedMs: number, isAcknowledged = true) => ({
  slug: 'a',
  number,
  sentMs: endedMs - 5,
  endedMs,
  isAcknowledged,
});
const read = (number: number, sentMs: number) => ({
  process: 'web-2',
  kind: 'article' as const,
  slug: 'a',
  number,
  sentMs,
});
const judge = (copies: CopyHistory | undefined) => judgeCopies({ run: { copies } } as RunFacts);

test('a read is as old as the oldest acknowledged write that it does not show', (t) => {
  const writes = [write(1, 100), write(2, 500), write(3, 900)];
  const ages = measureAges({
    writes,
    reads: [read(3, 2_000), read(1, 450), read(1, 800), read(2, 1_000), read(0, 1_000)],
  });
  t.deepEqual(
    ages.map(({ ageMs }) => ageMs),
    [0, 0, 300, 100, 900],
  );
});

test('a write that was not acknowledged makes no read old, and a read may show it', (t) => {
  const writes = [write(1, 100), write(2, 500, false)];
  const ages = measureAges({ writes, reads: [read(1, 5_000), read(2, 5_000)] });
  t.deepEqual(
    ages.map(({ ageMs }) => ageMs),
    [0, 0],
  );
});

test('a run with what was replaced for more than a second is not valid, and one with less is', (t) => {
  const writes = [write(1, 100), write(2, 500)];
  const young = judge({ writes, reads: [read(1, 1_500)], hitShare: 0.5 });
  t.true(young?.valid);
  t.like(young?.figures, { observedWrites: 2, observedReads: 1, tooOld: 0, oldestMs: 1_000, copyHitShare: 0.5 });
  const old = judge({ writes, reads: [read(1, 1_501)], hitShare: null });
  t.false(old?.valid);
  t.regex(old?.details[0] ?? '', /web-2 showed text 1 of a in its article at 1\.501 s, 1001 ms after/);
});

test('a run in which nothing was replaced, or nothing shown, proves nothing', (t) => {
  t.deepEqual(judge({ writes: [write(1, 100)], reads: [], hitShare: null })?.details, ['no process showed anything']);
  const unwritten = judge({ writes: [write(1, 100, false)], reads: [read(0, 500)], hitShare: null });
  t.deepEqual(unwritten?.details, ['no text was replaced, so none could be shown too late']);
});

test('a text that no client has written makes a run invalid', (t) => {
  const strange = judge({ writes: [write(1, 100)], reads: [read(Number.NaN, 500), read(1, 500)], hitShare: null });
  t.deepEqual(strange?.details, ['web-2 showed a text of a in its article at 0.500 s that no client has written']);
});

test('a lab without the profile cache has no copies to judge', (t) => {
  t.is(judge(undefined), undefined);
});

test('the share of hits counts a process that was started anew from its start', (t) => {
  const before = [
    { hit: 100, miss: 100, bypassed: 0 },
    { hit: 50, miss: 50, bypassed: 0 },
  ];
  const after = [
    { hit: 130, miss: 110, bypassed: 0 },
    { hit: 30, miss: 20, bypassed: 10 },
  ];
  t.is(shareOfHits(before, after), 0.6);
  t.is(shareOfHits(before, before), null);
});
