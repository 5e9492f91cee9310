import type { FaultEvent, Run, Sample } from '../../../../chaos/history.ts';
import { simulateRun } from './simulated-run.ts';

type Member = Sample['members'][string];

const online: Member = { state: 'ONLINE', routed: true, seenAs: 'ONLINE' };

// How a member stands, each from a moment on.
const course: [number, Member][] = [
  [0, online],
  [10_000, { state: 'DOWN', routed: true, seenAs: 'ONLINE' }],
  [10_400, { state: 'DOWN', routed: false, seenAs: 'ONLINE' }],
  [12_600, { state: 'DOWN', routed: false, seenAs: 'UNREACHABLE' }],
  [15_800, { state: 'DOWN', routed: false, seenAs: 'GONE' }],
  [23_500, { state: 'OFFLINE', routed: false, seenAs: 'GONE' }],
  [27_000, { state: 'RECOVERING', routed: false, seenAs: 'RECOVERING' }],
  [31_200, { state: 'ONLINE', routed: false, seenAs: 'ONLINE' }],
  [31_800, online],
];

const faults: FaultEvent[] = [
  { atMs: 10_000, what: 'kill mysql-2', host: 'mysql-2', edge: 'begin' },
  { atMs: 22_000, what: 'start mysql-2', host: 'mysql-2', edge: 'end' },
];

const samples: Sample[] = Array.from({ length: 210 }, (_, index) => {
  const atMs = index * 200;
  const member = course.findLast(([fromMs]) => fromMs <= atMs)?.[1] ?? online;
  return { atMs, members: { 'mysql-1': online, 'mysql-2': member, 'mysql-3': online } };
});

/** A member dies and returns; what a lab does that is made for it, or one that is not. */
export function simulateKill(variant: 'hardened' | 'naive'): Run {
  const isNaive = variant === 'naive';
  const run = simulateRun({
    seed: 7,
    clients: 24,
    seconds: 40,
    ratePerSecond: 100,
    take(dueMs, random) {
      const isBroken = dueMs > 10_000 && dueMs < (isNaive ? 15_900 : 10_450);
      const usualMs = 2 + 6 * random() ** 2 + (random() < 0.02 ? 40 * random() : 0);
      if (!isBroken) return { tookMs: usualMs, outcome: 'ok' };
      const isHit = random() < 0.34;
      if (isNaive && isHit) return { tookMs: 30 + 200 * random(), outcome: random() < 0.5 ? 'unknown' : 'fail' };
      return { tookMs: isHit ? usualMs + Math.max(0, 10_450 - dueMs) : usualMs, outcome: 'ok' };
    },
  });
  return {
    ...run,
    variant,
    faults,
    samples,
    finals: run.finals,
    command: `./lab chaos kill --rate 100${isNaive ? ' --naive' : ''}`,
    machine: '2 × AMD EPYC 7B13, 8 GB, Linux 6.1.0-27-amd64',
    versions: { node: '20.20.2', mysql: '9.7.4-2', haproxy: '3.2.26-1', target: 'local' },
  };
}
