import { createRandom, type Random } from '../load/random.ts';
import type { Part, Scenario, Step } from './schedule.ts';

export interface SteadyOptions {
  seconds: number;
  /** How far apart the faults begin. */
  everyS: number;
  /** The same seed makes the same faults. */
  seed: number;
}

const members: Part[] = ['first', 'second', 'third'];

/** What may happen; each has mended itself well before two minutes are over. */
const faults: ((atS: number, member: Part) => Step[])[] = [
  (atS, to) => [
    { atS, act: 'kill', to },
    { atS: atS + 15, act: 'start', to, mends: true },
  ],
  (atS, to) => [
    { atS, act: 'stop', to },
    { atS: atS + 10, act: 'start', to, mends: true },
  ],
  (atS, to) => [
    { atS, act: 'pause', to },
    { atS: atS + 20, act: 'resume', to, mends: true },
  ],
  (atS) => [{ atS, act: 'reload', to: 'haproxy', mends: true }],
  (atS) => [{ atS, act: 'restart', to: 'haproxy', mends: true }],
];

/** A long run with a random fault from time to time, each after the one before has been mended. */
export function steadyScenario({ seconds, everyS, seed }: SteadyOptions): Scenario {
  const random = createRandom(seed);
  const times = Array.from({ length: Math.floor(seconds / everyS) }, (_, index) => index * everyS + everyS / 2);
  const steps = times.flatMap((atS) => pick(random, faults)(atS, pick(random, members)));
  const words = `--steady ${seconds} --every ${everyS}`;
  return { name: 'steady', words, title: `A random fault every ${everyS} s`, seconds, steps };
}

function pick<T>(random: Random, choices: T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}
