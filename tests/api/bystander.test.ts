import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { attacks } from './support/attacks.ts';
import { sendAndForget } from './support/raw.ts';

const CLIENTS = 10;
const ATTACK_MS = 4_000;
/** The bystander asks this often, whether the answer before has come or not. */
const EVERY_MS = 25;
const SLOW_MS = 500;
/** How much longer than a server that does nothing the API may take where other programs keep the machine busy. */
const NOISE_FACTOR = 10;
const paths = ['/laravel/api/tags', '/health'];

const idleServer = createServer((_, response) => response.end());
let idleUrl = '';

test.before(async () => {
  await once(idleServer.listen(0, '127.0.0.1'), 'listening');
  idleUrl = `http://127.0.0.1:${(idleServer.address() as AddressInfo).port}/`;
});

test.after.always(() => {
  idleServer.close();
  idleServer.closeAllConnections();
});

for (const { name, prepare } of attacks) {
  test.serial(`while ten clients ${name}, others get /tags and /health within ${SLOW_MS} ms`, async (t) => {
    t.timeout(180_000);
    const strike = await prepare();
    const endMs = Date.now() + ATTACK_MS;
    const strikes = Array.from({ length: CLIENTS }, () => repeat(strike, endMs));
    const slowest = await Promise.all([idleUrl, ...paths].map((url) => measureSlowest(url, endMs)));
    const counts = await Promise.all(strikes);
    const [noiseMs = 0, ...apiMs] = slowest.map(Math.round);
    const sum = counts.reduce((all, count) => all + count);
    t.log(`${sum} strikes; p99 of ${paths.join(' and ')}: ${apiMs.join(' and ')} ms; of an idle server ${noiseMs} ms`);
    t.true(Math.min(...counts) > 0, 'every client must strike');
    for (const ms of apiMs) t.true(ms < Math.max(SLOW_MS, NOISE_FACTOR * noiseMs), `${ms} ms`);
  });
}

async function repeat(strike: () => Promise<unknown>, endMs: number): Promise<number> {
  let count = 0;
  for (; Date.now() < endMs; count += 1) await strike();
  return count;
}

/** The 99th percentile of the times that a URL's answers take. */
async function measureSlowest(url: string, endMs: number): Promise<number> {
  const asked: Promise<number>[] = [];
  for (; Date.now() < endMs; await delay(EVERY_MS)) asked.push(timeOf(url));
  const times = (await Promise.all(asked)).sort((a, b) => a - b);
  return times[Math.ceil(times.length * 0.99) - 1] ?? Number.POSITIVE_INFINITY;
}

async function timeOf(url: string): Promise<number> {
  const startMs = performance.now();
  const status = await sendAndForget('GET', url);
  return status === 200 ? performance.now() - startMs : Number.POSITIVE_INFINITY;
}
