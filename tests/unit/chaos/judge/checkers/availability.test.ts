import test from 'ava';
import type { FaultEvent } from '../../../../../chaos/history.ts';
import { macrosFor } from '../../support/checker-macros.ts';
import { checkResultOf, request, write } from '../../support/histories.ts';

const checker = 'no request fails';
const outageChecker = 'the lab serves again after an outage';
const { passes, fails } = macrosFor(checker);
const outage = macrosFor(outageChecker);

test('requests that all succeed pass, however slow', passes, { requests: [request({ atMs: 0, endedMs: 14_000 })] });

test(
  'a refused request is told',
  fails,
  { requests: [request({ atMs: 1_000, outcome: 'fail', status: 503 })] },
  /^tags of client 0, due at 1\.000 s: 503 after 10 ms$/,
);

test(
  'a request without an answer is told',
  fails,
  { requests: [request({ atMs: 0, outcome: 'unknown', status: 'ECONNRESET' })] },
  /ECONNRESET/,
);

test('a run without requests proves nothing', fails, { requests: [] }, /^no request was sent$/);

const mark = (atMs: number) => write(atMs, { type: 'comment', slug: 'a', mark: `${atMs}` });
const down: FaultEvent[] = ['mysql-1', 'mysql-2'].map((host) => ({ atMs: 1_000, what: 'kill', host, edge: 'begin' }));
const up: FaultEvent[] = ['mysql-1', 'mysql-2'].map((host) => ({ atMs: 9_000, what: 'start', host, edge: 'end' }));
const refused = request({ atMs: 2_000, outcome: 'fail', status: 503 });
const outageRun = { outageExpected: true, faults: [...down, ...up] };

test('after an outage writes in time pass, whatever failed', outage.passes, {
  ...outageRun,
  requests: [refused, mark(68_900)],
});

test(
  'after an outage a first write that comes late is told',
  outage.fails,
  { ...outageRun, requests: [mark(0), refused, mark(69_100)] },
  /^the first write after the restart took 60\.1 s$/,
);

test(
  'after an outage without a write the lab is not back',
  outage.fails,
  { ...outageRun, requests: [mark(8_000), request({ atMs: 20_000 })] },
  /^no write was acknowledged after the restart$/,
);

test(
  'an outage that was not mended is told',
  outage.fails,
  { ...outageRun, faults: down, requests: [mark(9_000)] },
  /no write/,
);

const late = up.map((event, index) => ({ ...event, atMs: 9_000 + index * 20_000 }));

test(
  'after an outage time counts from the first member that is started again',
  outage.fails,
  { ...outageRun, faults: [...down, ...late], requests: [mark(69_500)] },
  /took 60\.5 s/,
);

test('waiting times count from when requests were due', (t) => {
  const requests = [
    ...Array.from({ length: 99 }, (_, n) => mark(n * 20)),
    request({ atMs: 3_000, sentMs: 3_400, endedMs: 3_500 }),
    request({ atMs: 4_000, outcome: 'unknown' }),
  ];
  t.deepEqual(checkResultOf(checker, { requests }).figures, {
    requests: 101,
    failed: 1,
    failedShare: 1 / 101,
    unanswered: 1,
    longestWriteGapMs: 10,
    longestReadGapMs: 500,
    p50Ms: 10,
    p99Ms: 10,
    maxMs: 500,
    servingMs: null,
  });
});
