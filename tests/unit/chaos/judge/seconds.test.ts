import test from 'ava';
import { countSeconds } from '../../../../chaos/judge/seconds.ts';
import { request } from '../support/histories.ts';

test('answers count when they come, and waiting when it began', (t) => {
  const requests = [
    request({ atMs: 100 }),
    request({ atMs: 900, endedMs: 2_400 }),
    request({ atMs: 1_900, endedMs: 2_100, outcome: 'fail' }),
  ];
  t.deepEqual(countSeconds({ requests, seconds: 4 }), [
    { second: 0, ok: 1, failed: 0, p50Ms: 10, p99Ms: 1_500, maxMs: 1_500 },
    { second: 1, ok: 0, failed: 0, p50Ms: 200, p99Ms: 200, maxMs: 200 },
    { second: 2, ok: 1, failed: 1, p50Ms: null, p99Ms: null, maxMs: null },
    { second: 3, ok: 0, failed: 0, p50Ms: null, p99Ms: null, maxMs: null },
  ]);
});
