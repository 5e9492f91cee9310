import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { CopyHistory } from '../history.ts';
import { observeCopies } from '../load/copy-observer.ts';
import { createHttpClient } from '../load/http-client.ts';

const requestTimeoutMs = 20_000;

/** Observes beside the work how old what each API process shows is, in a lab with the profile cache. */
export async function besideCopies<T extends object>(
  { target }: Lab,
  nowMs: () => number,
  work: () => Promise<T>,
): Promise<T & { copies?: CopyHistory }> {
  if (target.view.hostsOf('valkey').length === 0) return { ...(await work()) };
  const { api, webs } = target.endpoints;
  const http = createHttpClient(api, { timeoutMs: requestTimeoutMs });
  const processes = webs.map(({ name, http: at, metricsToken }) => ({
    name,
    metricsToken,
    url: `http://${at.address}:${at.port}`,
    http: createHttpClient(at, { timeoutMs: requestTimeoutMs }),
  }));
  const end = new AbortController();
  const before = await Promise.all(processes.map(({ url, metricsToken }) => countRequests(url, metricsToken)));
  const observing = observeCopies({ http, processes, nowMs, signal: end.signal });
  // It may fail before the work has ended.
  observing.catch(() => undefined);
  try {
    const done = await work();
    end.abort();
    const seen = await observing;
    const after = await Promise.all(processes.map(({ url, metricsToken }) => countRequests(url, metricsToken)));
    return { ...done, copies: { ...seen, hitShare: shareOfHits(before, after) } };
  } finally {
    end.abort();
    await observing.catch(() => undefined);
    for (const { http: each } of processes) each.close();
    http.close();
  }
}

/** Reads that every reader could share, by where their answers came from; of a process that was started anew since it began. */
export type CopyCounts = Record<'hit' | 'miss' | 'bypassed', number>;

/** What a process has counted since it started; nothing of one that is away. */
export async function countRequests(url: string, token?: string): Promise<CopyCounts> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const text = await fetch(`${url}/metrics`, { headers })
    .then((answer) => answer.text())
    .catch(() => '');
  const count = (outcome: string) =>
    Number(new RegExp(`^api_cache_requests_total{outcome="${outcome}"} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return { hit: count('hit'), miss: count('miss'), bypassed: count('bypassed') };
}

/** The share of hits among all shared reads; null where there were none. */
export function shareOfHits(before: CopyCounts[], after: CopyCounts[]): number | null {
  const since = after.map((counts, place) => subtract(counts, before[place]));
  const sum = (key: keyof CopyCounts) => since.reduce((total, counts) => total + counts[key], 0);
  const all = sum('hit') + sum('miss') + sum('bypassed');
  return all > 0 ? sum('hit') / all : null;
}

// Smaller counts than before are those of a process that was started anew.
function subtract(after: CopyCounts, before: CopyCounts = { hit: 0, miss: 0, bypassed: 0 }): CopyCounts {
  if (after.hit + after.miss + after.bypassed < before.hit + before.miss + before.bypassed) return after;
  const less = (key: keyof CopyCounts) => after[key] - before[key];
  return { hit: less('hit'), miss: less('miss'), bypassed: less('bypassed') };
}
