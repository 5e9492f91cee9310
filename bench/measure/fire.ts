import autocannon from 'autocannon';
import type { Request } from '../cases.ts';

/** What one round of requests brought. */
export interface Volley {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  requests: number;
  /** Of them, not answered with success. */
  failed: number;
}

/** More failures than this, and the figures are of something else. */
const mayFailShare = 0.01;

interface FireOptions {
  /** Up to and with `/api`. */
  url: string;
  requests: Request[];
  connections: number;
  /** Each connection keeps to its own share of the requests, of whole stretches of this length, so that no two write the same row. */
  stretch?: number;
  seconds: number;
  /** Requests a second over all connections; as many as are answered where it is left out. */
  rate?: number;
}

let uniqueNumber = 0;

/** Sends requests on so many connections for so long; throws where too many are not answered with success. */
export async function fire({ url, requests, seconds, rate, stretch, ...options }: FireOptions): Promise<Volley> {
  const prepared = requests.map((request) => prepare(request, new URL(url).pathname));
  const shares = Math.floor(prepared.length / (stretch ?? 1));
  const connections = stretch === undefined ? options.connections : Math.min(options.connections, shares);
  const tookMs: number[] = [];
  let place = 0;
  const run = autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 20,
    ...(rate === undefined ? {} : { overallRate: rate }),
    setupClient(client) {
      // Each connection begins elsewhere in the list.
      const start = Math.floor((place++ * shares) / connections) * (stretch ?? 1);
      const end = Math.floor((place * shares) / connections) * (stretch ?? 1);
      const own = prepared.slice(start, end);
      client.setRequests(stretch ? own : [...prepared.slice(start), ...prepared.slice(0, start)]);
      client.on('response', (_status, _bytes, responseMs) => tookMs.push(responseMs));
    },
  });
  const result = await run;
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > result.requests.total * mayFailShare)
    throw new Error(`${failed} of ${result.requests.total} requests to ${url} failed: ${describe(result)}`);
  tookMs.sort((one, other) => one - other);
  return {
    perSecond: tookMs.length / result.duration,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
    requests: tookMs.length,
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
