import test from 'ava';
import type { ClientRequest } from '../../../../chaos/history.ts';
import { findLongestGap } from '../../../../chaos/judge/gaps.ts';
import { request } from '../support/histories.ts';

const finds = test.macro<[ClientRequest[], [number, number] | undefined]>((t, requests, expected) => {
  const gap = findLongestGap(requests);
  t.deepEqual(gap && [gap.fromMs, gap.toMs], expected);
});

test('no requests have no gap', finds, [], undefined);
test(
  'one request is waited for since it was due',
  finds,
  [request({ atMs: 100, sentMs: 150, endedMs: 170 })],
  [100, 170],
);

test(
  'a pause without requests is no gap',
  finds,
  [request({ atMs: 0, endedMs: 30 }), request({ atMs: 5_000, endedMs: 5_010 })],
  [0, 30],
);

test(
  'a gap begins with the last success where something is due by then',
  finds,
  [0, 100, 200, 300].map((atMs) => request({ atMs, endedMs: atMs === 0 ? 110 : Math.max(atMs, 900) + 5 })),
  [110, 905],
);

test(
  'one request that hangs is no gap while others succeed',
  finds,
  [
    request({ atMs: 0, endedMs: 9_000 }),
    ...Array.from({ length: 225 }, (_, n) => request({ atMs: n * 40, endedMs: n * 40 + 49 })),
  ],
  [0, 49],
);

test(
  'failures do not end a gap',
  finds,
  [
    request({ atMs: 0 }),
    request({ atMs: 100, outcome: 'fail' }),
    request({ atMs: 500, outcome: 'unknown' }),
    request({ atMs: 900 }),
  ],
  [100, 910],
);

test(
  'a gap that nothing ended lasts until the last answer',
  finds,
  [request({ atMs: 0 }), request({ atMs: 100, outcome: 'fail' }), request({ atMs: 700, outcome: 'fail' })],
  [100, 710],
);

test(
  'where nothing succeeded, all of it is a gap',
  finds,
  [request({ atMs: 20, outcome: 'fail', endedMs: 80 })],
  [20, 80],
);
