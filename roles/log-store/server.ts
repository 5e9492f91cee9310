import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Account } from '../../scripts/state/secrets.ts';
import { listIncoming, parseBulk, renderBulkAnswer } from './bulk.ts';
import { renderMetrics } from './metrics.ts';
import { DiskFullError, type LogStore } from './store/log-store.ts';
import { countOverTime, findAfter, findNewest } from './store/search.ts';

const maxBodyBytes = 32_000_000;
const searchMs = 8_000;

interface Answer {
  status?: number;
  body: object | string;
}

/** Answers those who know the account: `_bulk` takes lines, /lines and /histogram give them. */
export function createLogServer(store: LogStore, account: Account) {
  return createServer((request, response) => {
    answer(request, { store, account })
      .catch(describeFailure)
      .then((result) => send(response, result));
  });
}

async function answer(
  request: IncomingMessage,
  { store, account }: { store: LogStore; account: Account },
): Promise<Answer> {
  const url = parseTarget(request.url);
  if (!url) return { status: 400, body: { error: 'the target of the request is no URL' } };
  const { pathname, searchParams } = url;
  if (request.method === 'GET' && pathname === '/metrics') return { body: renderMetrics(store) };
  if (!isFrom(request, account)) return { status: 401, body: { error: 'a name and a password are needed' } };
  if (pathname.endsWith('/_bulk') && request.method !== 'GET') return { body: await takeBulk(request, store) };
  if (pathname === '/lines') return { body: await findLines(store, searchParams) };
  if (pathname === '/histogram') return { body: await countLines(store, searchParams) };
  // Senders ask this before they begin.
  if (pathname === '/') return { body: { name: 'log-store', version: { number: '8.0.0' } } };
  return { status: 404, body: { error: 'there is nothing here' } };
}

function parseTarget(target = '/') {
  try {
    return new URL(target, 'http://log-store');
  } catch {
    return undefined;
  }
}

async function takeBulk(request: IncomingMessage, store: LogStore) {
  const items = parseBulk(await readBody(request), Date.now());
  return renderBulkAnswer(items, await store.append(listIncoming(items)));
}

const time = z.coerce.number().int().min(0).max(8.64e15);

const question = {
  text: z.string().max(1_000).optional(),
  host: z.string().max(100).optional(),
  level: z.string().max(20).optional(),
};

const linesSchema = z.object({
  ...question,
  sinceMs: time.optional(),
  untilMs: time.optional(),
  cursor: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(200),
});

async function findLines(store: LogStore, asked: URLSearchParams) {
  const { limit, cursor, ...rest } = linesSchema.parse(Object.fromEntries(asked));
  const options = { limit, untilMs: Date.now() + searchMs };
  if (cursor === undefined) return await findNewest(store.segments, rest, options);
  return await findAfter(store.segments, { ...rest, cursor }, options);
}

const histogramSchema = z.object({ ...question, fromMs: time, toMs: time });

async function countLines(store: LogStore, asked: URLSearchParams) {
  return await countOverTime(store.segments, histogramSchema.parse(Object.fromEntries(asked)), Date.now() + searchMs);
}

function isFrom({ headers }: IncomingMessage, { username, password }: Account) {
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(wanted));
}

async function readBody(request: IncomingMessage) {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBodyBytes) throw new RangeError(`a body has at most ${maxBodyBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

// A sender tries again later, and loses nothing, where the fault is here.
function describeFailure(error: Error): Answer {
  if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
  if (error instanceof RangeError) return { status: 413, body: { error: error.message } };
  const isDiskFull = error instanceof DiskFullError || (error as NodeJS.ErrnoException).code === 'ENOSPC';
  if (!isDiskFull) console.log(`${new Date().toISOString()} ${error.stack}`);
  return { status: 503, body: { error: error.message } };
}

function send(response: ServerResponse, { status = 200, body }: Answer) {
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': isText ? 'text/plain; version=0.0.4' : 'application/json',
    'X-Elastic-Product': 'Elasticsearch',
    ...(status === 401 && { 'WWW-Authenticate': 'Basic realm="logs"' }),
    ...(status === 503 && { 'Retry-After': '2' }),
  });
  response.end(text);
}
