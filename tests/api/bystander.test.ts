import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { attacks } from './support/attacks.ts';
import { sendAndForget } from './support/raw.ts';

const CLIENTS = 10;
const ATTACK_MS = 4_000;
/** The bystander asks this often, whether the answer before has come or not. */
const EVERY_MS = 25;
const SLOW_MS = 500;
const paths = ['/laravel/api/tags', '/health'];

for (const { name, prepare } of attacks) {
  test.serial(
    `while ten clients ${name}, a bystander's GET /tags and /health are answered within ${SLOW_MS} ms`,
    async (t) => {
      t.timeout(120_000);
      const strike = await prepare();
      const endMs = Date.now() + ATTACK_MS;
      const strikes = Array.from({ length: CLIENTS }, () => repeat(strike, endMs));
      const times = await Promise.all(paths.map((path) => measure(path, endMs)));
      const counts = await Promise.all(strikes);
      const slowest = times.map((ofPath) => Math.round(percentile(ofPath, 0.99)));
      t.log(
        `${counts.reduce((sum, count) => sum + count)} strikes; p99 of ${paths.join(' and ')}: ${slowest.join(' and ')} ms`,
      );
      t.true(Math.min(...counts) > 0, 'every client must strike');
      for (const ms of slowest) t.true(ms < SLOW_MS, `${ms} ms`);
    },
  );
}

async function repeat(strike: () => Promise<unknown>, endMs: number): Promise<number> {
  let count = 0;
  for (; Date.now() < endMs; count += 1) await strike();
  return count;
}

async function measure(path: string, endMs: number): Promise<number[]> {
  const asked: Promise<number>[] = [];
  for (; Date.now() < endMs; await delay(EVERY_MS)) asked.push(timeOf(path));
  return Promise.all(asked);
}

async function timeOf(path: string): Promise<number> {
  const startMs = performance.now();
  const status = await sendAndForget('GET', path);
  return status === 200 ? performance.now() - startMs : Number.POSITIVE_INFINITY;
}

function percentile(times: number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.POSITIVE_INFINITY;
}
