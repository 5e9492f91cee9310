import type { BenchLab } from '../lab.ts';
import { type LoadResult, sendLoad } from '../measure/send-load.ts';
import { cases } from '../requests/cases.ts';
import type { RunningServer } from '../servers/server-process.ts';

/** Reads without logins, and reads while users log in. */
export interface LoginResult {
  alone: LoadResult;
  beside: LoadResult;
  logins: LoadResult;
  /** How late the event loop was while users logged in, at the 99th percentile. */
  loopLagP99Ms: number;
}

const readsPerSecond = 100;

/** A steady rate of reads, first by itself, then beside so many logins a second. */
export async function measureLogins(
  { readSample }: BenchLab,
  { url }: RunningServer,
  { loginsPerSecond, seconds }: { loginsPerSecond: number; seconds: number },
): Promise<LoginResult> {
  const sample = await readSample();
  const reads = cases.find(({ name }) => name === 'GET /articles/:slug')?.requests(sample) ?? [];
  const credentials = { user: { email: 'demo@example.com', password: 'secret' } };
  const read = () => sendLoad({ url, requests: reads, connections: 20, seconds, rate: readsPerSecond });
  const login = () =>
    sendLoad({
      url,
      requests: [{ method: 'POST', path: '/users/login', body: credentials }],
      connections: 30,
      seconds,
      rate: loginsPerSecond,
    });
  await read();
  const alone = await read();
  await readLoopLagMs(url);
  const [beside, logins] = await Promise.all([read(), login()]);
  return { alone, beside, logins, loopLagP99Ms: await readLoopLagMs(url) };
}

/** The lag of the API's event loop since its metrics were last read. */
async function readLoopLagMs(url: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]) * 1000;
}
