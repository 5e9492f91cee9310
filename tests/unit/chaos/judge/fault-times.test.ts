import test from 'ava';
import type { Sample } from '../../../../chaos/history.ts';
import { measureSpan } from '../../../../chaos/judge/fault-times.ts';
import { makeRun, write } from '../support/histories.ts';

type Member = Sample['members'][string];

const others: Member = { state: 'ONLINE', routed: true, seenAs: 'ONLINE' };
const sample = (atMs: number, member: Member): Sample => ({ atMs, members: { 'mysql-1': others, 'mysql-2': member } });
const span = { what: 'kill mysql-2', host: 'mysql-2', beginMs: 1_000, mend: { what: 'start mysql-2', atMs: 9_000 } };

const samples = [
  sample(900, { state: 'ONLINE', routed: true, seenAs: 'ONLINE' }),
  sample(1_100, { state: 'DOWN', routed: true, seenAs: 'ONLINE' }),
  sample(1_300, { state: 'DOWN', routed: false, seenAs: 'ONLINE' }),
  sample(2_500, { state: 'DOWN', routed: false, seenAs: 'UNREACHABLE' }),
  sample(6_000, { state: 'DOWN', routed: false, seenAs: 'GONE' }),
  sample(9_200, { state: 'OFFLINE', routed: false, seenAs: 'GONE' }),
  sample(12_000, { state: 'RECOVERING', routed: false, seenAs: 'RECOVERING' }),
  sample(15_000, { state: 'ONLINE', routed: false, seenAs: 'ONLINE' }),
  sample(15_600, { state: 'ONLINE', routed: true, seenAs: 'ONLINE' }),
];

const requests = [write(950, { type: 'comment', slug: 'a', mark: 'x' }, { endedMs: 1_010 })].concat(
  write(1_020, { type: 'comment', slug: 'a', mark: 'y' }, { endedMs: 1_240 }),
);

test('every step of a loss and a return is timed', (t) => {
  t.deepEqual(measureSpan(span, makeRun({ samples, requests })), {
    downMs: 300,
    unreachableMs: 1_500,
    expelledMs: 5_000,
    firstWriteMs: 240,
    backOnlineMs: 6_000,
    backRoutedMs: 6_600,
  });
});

test('what was not seen before the fault was mended has no time', (t) => {
  const short = { ...span, mend: { what: 'resume mysql-2', atMs: 1_200 } };
  const { downMs, unreachableMs, expelledMs, backOnlineMs } = measureSpan(short, makeRun({ samples }));
  t.deepEqual([downMs, unreachableMs, expelledMs, backOnlineMs], [null, null, null, 13_800]);
});

test('a member that calls itself ONLINE and that no other sees is not back', (t) => {
  const alone = [sample(900, others), sample(9_100, { state: 'ONLINE', routed: true, seenAs: 'GONE' })];
  t.is(measureSpan(span, makeRun({ samples: alone })).backOnlineMs, null);
});

test('a member that was never away does not come back', (t) => {
  const steady = [900, 1_100, 9_100].map((atMs) => sample(atMs, others));
  const { backOnlineMs, backRoutedMs } = measureSpan(span, makeRun({ samples: steady }));
  t.deepEqual([backOnlineMs, backRoutedMs], [null, null]);
});

test('a member that kept its state and lost its clients comes back when it is routed to again', (t) => {
  const unrouted = sample(5_000, { ...others, routed: false });
  const { backRoutedMs } = measureSpan(
    span,
    makeRun({ samples: [sample(900, others), unrouted, sample(9_100, others)] }),
  );
  t.is(backRoutedMs, 100);
});

test('while no other member sees a majority, no member counts as expelled', (t) => {
  const members = { 'mysql-1': { state: 'DOWN', routed: false }, 'mysql-2': { state: 'DOWN', routed: false } };
  t.is(measureSpan(span, makeRun({ samples: [sample(900, others), { atMs: 1_500, members }] })).expelledMs, null);
});

test('a fault without a member has only the time to the first write', (t) => {
  const { firstWriteMs, ...times } = measureSpan(
    { what: 'reload haproxy', beginMs: 1_000 },
    makeRun({ samples, requests }),
  );
  t.is(firstWriteMs, 240);
  t.true(Object.values(times).every((time) => time === null));
});
