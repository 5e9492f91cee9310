import { createRandom, type Random } from '../load/random.ts';
import type { HostAlias, Scenario, ScheduledAction } from './scenario.ts';

export interface SteadyOptions {
  seconds: number;
  /** Seconds between the beginnings of two faults. */
  everyS: number;
  /** The same seed makes the same faults. */
  seed: number;
}

const members: HostAlias[] = ['first', 'second', 'third'];

// Each fault is mended well before two minutes are over.
const faults: ((atS: number, member: HostAlias) => ScheduledAction[])[] = [
  (atS, to) => [
    { atS, action: 'kill', to },
    { atS: atS + 15, action: 'start', to, mends: true },
  ],
  (atS, to) => [
    { atS, action: 'stop', to },
    { atS: atS + 10, action: 'start', to, mends: true },
  ],
  (atS, to) => [
    { atS, action: 'pause', to },
    { atS: atS + 20, action: 'resume', to, mends: true },
  ],
  (atS) => [{ atS, action: 'reload', to: 'haproxy', mends: true }],
  (atS) => [{ atS, action: 'restart', to: 'haproxy', mends: true }],
];

/** A long run with random faults, one after another. */
export function steadyScenario({ seconds, everyS, seed }: SteadyOptions): Scenario {
  const random = createRandom(seed);
  const times = Array.from({ length: Math.floor(seconds / everyS) }, (_, index) => index * everyS + everyS / 2);
  const schedule = times.flatMap((atS) => pick(random, faults)(atS, pick(random, members)));
  const words = `--steady ${seconds} --every ${everyS}`;
  return { name: 'steady', words, title: `A random fault every ${everyS} s`, seconds, schedule };
}

function pick<T>(random: Random, choices: T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}
