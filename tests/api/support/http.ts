import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import got, { type Method } from 'got';
import { environment } from './environment.ts';
import type { Payload } from './payload.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  body: Payload;
  /** The request and its answer in one line, for the message of a failed assertion. */
  summary: string;
}

export interface SendOptions {
  token?: string | undefined;
  json?: unknown;
  raw?: string | Buffer | undefined;
  headers?: Record<string, string | string[]>;
}

const TIMEOUT_MS = 30_000;
const MOST_ATTEMPTS = 4;

/** Sends one request to the API under test and reads the answer; after a 429 it waits as long as Retry-After says. */
export async function send(method: string, path: string, options: SendOptions = {}): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await sendOnce(method, path, options);
    if (answer.status !== 429 || attempt === MOST_ATTEMPTS) return answer;
    await delay(retryAfterMs(answer));
  }
}

/** The tests log in more often in a minute than people do: the limit on that is met, and it must say how long it lasts. */
function retryAfterMs({ headers, summary }: Answer): number {
  const seconds = Number(headers['retry-after']);
  if (seconds > 0 && seconds <= 60) return seconds * 1000;
  throw new Error(`A 429 without a sensible Retry-After, "${headers['retry-after']}": ${summary}`);
}

async function sendOnce(method: string, path: string, options: SendOptions): Promise<Answer> {
  const response = await got(environment.API_URL + path, {
    method: method as Method,
    headers: headersOf(options),
    body: bodyOf(options),
    allowGetBody: true,
    throwHttpErrors: false,
    followRedirect: false,
    retry: { limit: 0 },
    timeout: { request: TIMEOUT_MS },
  }).catch((error: Error & { code?: string }) => {
    throw new Error(`${method} ${environment.API_URL}${path}: no answer, ${error.code ?? error.message}`);
  });
  return answerOf(`${method} ${path}`, response);
}

function bodyOf({ json, raw }: SendOptions): string | Buffer | undefined {
  return raw ?? (json === undefined ? undefined : JSON.stringify(json));
}

function headersOf({ token, json, headers }: SendOptions): Record<string, string | string[]> {
  return {
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Token ${token}` }),
    ...headers,
  };
}

interface Received {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Makes an answer out of a response, however it was received. */
export function answerOf(request: string, { statusCode, headers, body }: Received): Answer {
  return {
    status: statusCode,
    headers,
    text: body,
    body: parseJson(body),
    summary: `${request} answered ${statusCode} ${body.slice(0, 400)}`,
  };
}

function parseJson(text: string): Payload {
  try {
    return JSON.parse(text) as Payload;
  } catch {
    return {} as Payload;
  }
}
