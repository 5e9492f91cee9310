import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { patience } from './patience.ts';

export interface FetchTextOptions {
  timeoutMs: number;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** A longer page is given up. */
  maxBytes?: number;
}

export interface FetchedText {
  status: number;
  statusText: string;
  ok: boolean;
  text: string;
}

/** Gets a page within the deadline. Not by fetch, which takes as long to load as the rest of a short command. */
export async function fetchText(url: string, options: FetchTextOptions): Promise<FetchedText> {
  const { timeoutMs, headers, signal, maxBytes = Number.POSITIVE_INFINITY } = options;
  const deadline = new AbortController();
  // A timer that keeps the process alive, unlike AbortSignal.timeout's.
  const timer = setTimeout(() => deadline.abort(), timeoutMs * patience);
  try {
    const request = get(url, {
      headers,
      signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const { statusCode: status = 0, statusMessage: statusText = '' } = response;
    return { status, statusText, ok: status >= 200 && status < 300, text: await readText(response, maxBytes) };
  } catch (error) {
    if (deadline.signal.aborted) throw new DOMException('no answer in time', 'TimeoutError');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function readText(response: IncomingMessage, maxBytes: number) {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    // To leave the loop closes the connection.
    if (bytes > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`);
  }
  return Buffer.concat(parts).toString();
}
