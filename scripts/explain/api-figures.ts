import type { ApiAnswer, ApiSample, RequestCounts } from '../record/lines.ts';

/** What the API processes did between two samples, summed up. */
export interface ApiFigures {
  /** The time between the two samples. */
  seconds: number;
  done: number;
  failed: number;
  writes: number;
  /** Attempts that were made again, and commits whose answer was lost and that were settled. */
  retried: number;
  settled: number;
  /** Latencies, as far as the API's steps of counting tell them: at most so long. */
  p50Ms?: number;
  p99Ms?: number;
  maxMs?: number;
}

/** Sums up what each sample's counts say of the time since the process answered before. */
export function createApiReader() {
  const known = new Map<string, { atMs: number; api: ApiAnswer }>();
  return (atMs: number, apis: Record<string, ApiSample>): ApiFigures | undefined => {
    const steps = Object.entries(apis).flatMap(([name, api]) => {
      const before = known.get(name);
      if (!api.answers) return [];
      known.set(name, { atMs, api });
      if (!before) return [];
      // A process that was started in between has counted from 0.
      const isSame = before.api.startedMs === api.startedMs;
      return [{ seconds: (atMs - before.atMs) / 1_000, ...subtract(api, isSame ? before.api : undefined) }];
    });
    return steps.length > 0 ? sumUp(steps) : undefined;
  };
}

type Step = ReturnType<typeof subtract> & { seconds: number };

function sumUp(steps: Step[]): ApiFigures {
  const total = (what: 'done' | 'failed' | 'writes' | 'retried' | 'settled') => sum(steps.map((step) => step[what]));
  return {
    seconds: Math.max(...steps.map(({ seconds }) => seconds)),
    done: total('done'),
    failed: total('failed'),
    writes: total('writes'),
    retried: total('retried'),
    settled: total('settled'),
    ...findQuantiles(addUp(steps.map(({ within }) => within))),
  };
}

function subtract(now: ApiAnswer, before: ApiAnswer | undefined) {
  const of = (count: (api: ApiAnswer) => number) => Math.max(0, count(now) - (before ? count(before) : 0));
  const steps = new Set([...Object.keys(now.reads.within), ...Object.keys(now.writes.within)]);
  const within = [...steps].map(
    (ms) => [ms, of(({ reads, writes }) => atMost(reads, ms) + atMost(writes, ms))] as const,
  );
  return {
    done: of(({ reads, writes }) => reads.done + writes.done),
    failed: of(({ reads, writes }) => reads.failed + writes.failed),
    writes: of(({ writes }) => writes.done),
    retried: of(({ counters }) => countNamed(counters, 'retries_total')),
    settled: of(({ counters }) => countNamed(counters, 'unknown_commits_total')),
    within: Object.fromEntries(within),
  };
}

// A step that no request has reached yet is left out of the counts.
const atMost = ({ within }: RequestCounts, ms: string) => within[ms] ?? 0;

function countNamed(counters: Record<string, number>, name: string) {
  return sum(Object.entries(counters).map(([key, value]) => (key.startsWith(name) ? value : 0)));
}

function addUp(counts: Record<string, number>[]) {
  const total: Record<string, number> = {};
  for (const [ms, count] of counts.flatMap(Object.entries<number>)) total[ms] = (total[ms] ?? 0) + count;
  return total;
}

function findQuantiles(within: Record<string, number>) {
  const steps = Object.entries(within)
    .map(([ms, count]) => ({ ms: Number(ms), count }))
    .sort((a, b) => a.ms - b.ms);
  const total = steps.at(-1)?.count ?? 0;
  if (total === 0) return {};
  const at = (share: number) => steps.find(({ count }) => count >= Math.ceil(total * share))?.ms;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
