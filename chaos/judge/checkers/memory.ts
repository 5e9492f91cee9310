import type { Sample } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import type { RunFacts } from '../run-facts.ts';

type Program = keyof NonNullable<Sample['memoryMb']>;

// A program that has just started fills its caches: only a long run shows growth that goes on.
const longRunSeconds = 1_800;
const maxGrowthMb = 30;
const maxGrowthShare = 0.2;

/** API and HAProxy do not grow over a long run. */
export function judgeMemory({ run: { samples, seconds } }: RunFacts): CheckResult {
  const growths = { api: measureGrowth(samples, 'api'), haproxy: measureGrowth(samples, 'haproxy') };
  const grown = seconds < longRunSeconds ? [] : Object.entries(growths).filter(([, growth]) => isTooMuch(growth));
  return checkResult('memory stays flat', {
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
  return growth !== undefined && growth.byMb > Math.max(maxGrowthMb, growth.fromMb * maxGrowthShare);
}

// From the median of the second quarter to the median of the last.
function measureGrowth(samples: Sample[], program: Program): Growth | undefined {
  const sizes = samples.flatMap(({ memoryMb }) => memoryMb?.[program] ?? []);
  const quarter = Math.floor(sizes.length / 4);
  const fromMb = findMedian(sizes.slice(quarter, 2 * quarter));
  const toMb = findMedian(sizes.slice(-quarter));
  if (quarter === 0 || fromMb === undefined || toMb === undefined) return undefined;
  return { fromMb, toMb, byMb: Math.round((toMb - fromMb) * 10) / 10 };
}

function findMedian(values: number[]) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
