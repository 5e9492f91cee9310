import autocannon from 'autocannon';
import type { Request } from '../requests/request.ts';

/** What one round of requests brought. */
export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  requests: number;
  /** Requests that were not answered with success. */
  failed: number;
}

/** With more failures than this the figures would be of something else. */
const maxFailedShare = 0.01;

interface LoadOptions {
  /** Up to and with `/api`. */
  url: string;
  requests: Request[];
  connections: number;
  /** Each connection sends only its own part of the requests, in whole groups: no two write the same row. */
  groupSize?: number;
  seconds: number;
  /** Requests a second over all connections; as many as are answered where it is left out. */
  rate?: number;
}

let uniqueNumber = 0;

/** Sends requests on so many connections for so long; throws where more than one in a hundred fails. */
export async function sendLoad({ url, requests, seconds, rate, groupSize, ...options }: LoadOptions) {
  const prepared = requests.map((request) => prepare(request, new URL(url).pathname));
  const groups = Math.floor(prepared.length / (groupSize ?? 1));
  const connections = groupSize === undefined ? options.connections : Math.min(options.connections, groups);
  const tookMs: number[] = [];
  let clients = 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 20,
    ...(rate === undefined ? {} : { overallRate: rate }),
    setupClient(client) {
      // Each connection begins elsewhere in the list.
      const start = Math.floor((clients++ * groups) / connections) * (groupSize ?? 1);
      const end = Math.floor((clients * groups) / connections) * (groupSize ?? 1);
      const own = prepared.slice(start, end);
      client.setRequests(groupSize ? own : [...prepared.slice(start), ...prepared.slice(0, start)]);
      client.on('response', (_status, _bytes, responseMs) => tookMs.push(responseMs));
    },
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > result.requests.total * maxFailedShare)
    throw new Error(`${failed} of ${result.requests.total} requests to ${url} failed: ${describe(result)}`);
  return summarize(tookMs, { failed, seconds: result.duration });
}

function summarize(tookMs: number[], { failed, seconds }: { failed: number; seconds: number }): LoadResult {
  const sorted = tookMs.toSorted((one, other) => one - other);
  return {
    perSecond: sorted.length / seconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    requests: sorted.length,
    failed,
  };
}

function prepare({ method, path, viewer, body }: Request, prefix: string): autocannon.Request {
  const text = body && JSON.stringify(body);
  return {
    method,
    path: `${prefix}${path}`,
    headers: {
      ...(viewer ? { authorization: `Token ${viewer.token}` } : {}),
      ...(text ? { 'content-type': 'application/json' } : {}),
    },
    ...(text ? { body: text } : {}),
    ...(text?.includes('{unique}') ? { setupRequest: (request) => ({ ...request, body: makeUnique(text) }) } : {}),
  };
}

const makeUnique = (text: string) => text.replace('{unique}', `${process.pid}-${Date.now()}-${uniqueNumber++}`);

function describe({ statusCodeStats, errors, timeouts }: autocannon.Result & { statusCodeStats?: object }): string {
  return `${JSON.stringify(statusCodeStats)}, ${errors} errors, ${timeouts} time-outs`;
}

function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
