import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeSettings } from './settings.ts';

const everyMs = 1_000;
// Less than the API's own deadline: a client that waits longer has given up.
const timeoutMs = 10_000;

export interface WriteProbe {
  /** Whether the last write was there when it was read again. */
  succeeded: boolean;
  /** How long the last write took, or the one under way where that takes longer by now. */
  readonly durationS: number;
  writes: number;
  failures: number;
}

/** Writes and reads as a client does, over and over until the signal. */
export function startWriteProbe({ api, user }: Pick<ProbeSettings, 'api' | 'user'>, signal: AbortSignal): WriteProbe {
  let beganMs: number | undefined;
  let lastMs = 0;
  let token = '';
  const probe = {
    succeeded: true,
    get durationS() {
      const underWayMs = beganMs === undefined ? 0 : performance.now() - beganMs;
      return Math.max(lastMs, underWayMs) / 1_000;
    },
    writes: 0,
    failures: 0,
  };
  const request = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${api}/api${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Token ${token}` }) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...(body && { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      user: ((await response.json()) as { user?: { token?: string; bio?: string } }).user,
    };
  };
  const logIn = async () => {
    const { username, password } = user;
    const email = `${username}@example.com`;
    const known = await request('POST', '/users/login', { user: { email, password } });
    const { user: own } = known.user ? known : await request('POST', '/users', { user: { username, email, password } });
    token = own?.token ?? '';
  };
  const writeOnce = async () => {
    const bio = new Date().toISOString();
    const written = await request('PUT', '/user', { user: { bio } });
    if (written.status === 401) token = '';
    const read = await request('GET', '/user');
    return written.user?.bio === bio && read.user?.bio === bio;
  };
  const run = async () => {
    while (!signal.aborted) {
      const startedMs = performance.now();
      if (!token) await logIn().catch(() => undefined);
      // What a login costs, with its hash of the password, is not what a write costs.
      beganMs = performance.now();
      probe.succeeded = token !== '' && (await writeOnce().catch(() => false));
      lastMs = performance.now() - beganMs;
      beganMs = undefined;
      probe.writes += 1;
      if (!probe.succeeded) probe.failures += 1;
      const restMs = everyMs - (performance.now() - startedMs);
      await sleep(Math.max(100, restMs), undefined, { signal }).catch(() => undefined);
    }
  };
  void run();
  return probe;
}
