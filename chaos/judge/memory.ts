import type { Sample, Verdict } from '../history.ts';
import type { Evidence } from './evidence.ts';
import { giveVerdict } from './verdict.ts';

type Program = keyof NonNullable<Sample['memoryMb']>;

// A program that has just begun fills its caches: only a long run can tell what goes on growing.
const longRunSeconds = 1_800;
const mayGrowMb = 30;
const mayGrowShare = 0.2;

/** API and HAProxy do not grow over a long run. */
export function judgeMemory({ run: { samples, seconds } }: Evidence): Verdict {
  const growths = { api: measureGrowth(samples, 'api'), haproxy: measureGrowth(samples, 'haproxy') };
  const grown = seconds < longRunSeconds ? [] : Object.entries(growths).filter(([, growth]) => isTooMuch(growth));
  return giveVerdict('memory stays flat', {
    figures: { apiGrowthMb: growths.api?.byMb ?? null, haproxyGrowthMb: growths.haproxy?.byMb ?? null },
    details: grown.map(([name, growth]) => `${name} grew from ${growth?.fromMb} to ${growth?.toMb} MB`),
  });
}

interface Growth {
  fromMb: number;
  toMb: number;
  byMb: number;
}

function isTooMuch(growth: Growth | undefined) {
  return growth !== undefined && growth.byMb > Math.max(mayGrowMb, growth.fromMb * mayGrowShare);
}

// From the second quarter to the last one, as the middle of each.
function measureGrowth(samples: Sample[], program: Program): Growth | undefined {
  const sizes = samples.flatMap(({ memoryMb }) => memoryMb?.[program] ?? []);
  const quarter = Math.floor(sizes.length / 4);
  const fromMb = findMiddle(sizes.slice(quarter, 2 * quarter));
  const toMb = findMiddle(sizes.slice(-quarter));
  if (quarter === 0 || fromMb === undefined || toMb === undefined) return undefined;
  return { fromMb, toMb, byMb: Math.round((toMb - fromMb) * 10) / 10 };
}

function findMiddle(values: number[]) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
