import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { SentLine } from './line-source.ts';

/** Where lines are sent: the lab's own store, or an Elasticsearch. */
export interface LineTarget {
  url: string;
  username: string;
  password: string;
  /** The index of a day is called after it, such as mysql-group-lab-2026.11.29. */
  index: string;
}

/** Longer than a store needs that works. */
const timeoutMs = 10_000;

/** Sends lines with `_bulk`; gives those that were refused for good, and throws where all have to be sent again. */
export async function sendLines(lines: SentLine[], target: LineTarget, signal: AbortSignal): Promise<string[]> {
  const body = lines.map(({ id, line }) => {
    const _index = `${target.index}-${line['@timestamp'].slice(0, 10).replaceAll('-', '.')}`;
    return `${JSON.stringify({ create: { _index, _id: id } })}\n${JSON.stringify(line)}\n`;
  });
  const { status, answer } = await post(body.join(''), target, signal);
  if (status !== 200) throw new Error(`the log store answers ${status}: ${answer.slice(0, 200)}`);
  return readRefused(answer);
}

interface BulkAnswer {
  errors?: boolean;
  items?: Record<string, { _id?: string; status: number; error?: unknown }>[];
}

// 409: the line is there already.
function readRefused(answer: string): string[] {
  const { errors, items = [] } = JSON.parse(answer) as BulkAnswer;
  if (!errors) return [];
  const failed = items.flatMap((item) => Object.values(item)).filter(({ status }) => status >= 400 && status !== 409);
  const [busy] = failed.filter(({ status }) => status === 429 || status >= 500);
  if (busy) throw new Error(`the log store keeps not all lines: ${JSON.stringify(busy.error)?.slice(0, 200)}`);
  return failed.map(({ _id = '', error }) => `${_id}: ${JSON.stringify(error)?.slice(0, 200)}`);
}

async function post(body: string, { url, username, password }: LineTarget, signal: AbortSignal) {
  const bulkUrl = new URL(`${url.replace(/\/$/, '')}/_bulk`);
  const send = bulkUrl.protocol === 'https:' ? requestHttps : requestHttp;
  return await new Promise<{ status: number; answer: string }>((resolve, reject) => {
    const request = send(bulkUrl, {
      method: 'POST',
      auth: `${username}:${password}`,
      headers: { 'Content-Type': 'application/x-ndjson', 'Content-Length': Buffer.byteLength(body) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
    });
    request.end(body);
  });
}
