import { cases } from '../cases.ts';
import type { Running } from '../contestants/contestant.ts';
import type { BenchLab } from '../lab.ts';
import { fire, type Volley } from '../measure/fire.ts';

/** What logins do to those who only read. */
export interface LoginResult {
  alone: Volley;
  beside: Volley;
  logins: Volley;
  /** How late the event loop was, for 99 of 100 looks, while there were logins. */
  loopLagP99Ms: number;
}

const readsPerSecond = 100;

/** A steady stream of reads, first by itself, then beside so many logins a second. */
export async function measureLogins(
  { readWorld }: BenchLab,
  { url }: Running,
  { loginsPerSecond, seconds }: { loginsPerSecond: number; seconds: number },
): Promise<LoginResult> {
  const world = await readWorld();
  const reads = cases.find(({ name }) => name === 'GET /articles/:slug')?.requests(world) ?? [];
  const credentials = { user: { email: 'demo@example.com', password: 'secret' } };
  const read = () => fire({ url, requests: reads, connections: 20, seconds, rate: readsPerSecond });
  const login = () =>
    fire({
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

/** What the process says of its event loop since it was last asked. */
async function readLoopLagMs(url: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]) * 1000;
}
