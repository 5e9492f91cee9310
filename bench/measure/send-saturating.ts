import { execa } from 'execa';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { Request } from '../requests/request.ts';
import type { LoadResult } from './send-load.ts';

interface Saturation {
  /** Up to and with `/api`. */
  url: string;
  request: Request;
  connections: number;
  seconds: number;
}

/**
 * Asks the same again and again on so many connections. wrk takes so little of the processors for that, as a program for Node
 * does not, that what answers is measured and not what asks.
 */
export async function sendSaturating({ url, request, connections, seconds }: Saturation): Promise<LoadResult> {
  const args = ['--threads=1', `--connections=${connections}`, `--duration=${seconds}s`, '--timeout=20s', '--latency'];
  const result = await execa('wrk', [...args, `${url}${request.path}`], { reject: false });
  if (result.failed) {
    throw new UserError(`wrk could not ask ${url}: ${result.stderr || result.shortMessage}`, {
      next: 'apt-get install wrk',
    });
  }
  const found = readWrk(result.stdout);
  if (found.failed > found.requests / 100)
    throw new Error(`${found.failed} of ${found.requests} requests to ${url} failed`);
  return found;
}

const inMs: Record<string, number> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };

/** Reads what wrk prints. */
export function readWrk(text: string): LoadResult {
  const find = (pattern: RegExp) => pattern.exec(text)?.slice(1) ?? [];
  const count = (pattern: RegExp) => Number(find(pattern)[0] ?? 0);
  const percentile = (share: number) => {
    const [value = 'NaN', unit = 'ms'] = find(new RegExp(`^ +${share}% +([\\d.]+)(us|ms|s|m)$`, 'm'));
    return Number(value) * (inMs[unit] ?? 1);
  };
  const broken = find(/Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/).map(Number);
  return {
    perSecond: count(/^Requests\/sec: +([\d.]+)/m),
    p50Ms: percentile(50),
    p99Ms: percentile(99),
    requests: count(/^ +(\d+) requests in /m),
    failed: count(/Non-2xx or 3xx responses: (\d+)/) + broken.reduce((sum, each) => sum + each, 0),
  };
}
