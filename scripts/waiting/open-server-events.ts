import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { createEventParser, type ServerEvent } from '../../frontend/requests/server-events.ts';
import { waitFor } from './wait.ts';

interface Options {
  headers?: Record<string, string>;
  /** Who signed the server's certificate, where it has one. */
  ca?: string;
}

/** A stream of server-sent events that is open, and what has come of it so far. */
export interface ServerEvents {
  status: number;
  headers: IncomingMessage['headers'];
  /** What came, with the moment at which it did. */
  received: (ServerEvent & { atMs: number })[];
  /** The server, or what lies between, has ended it. */
  isOver(): boolean;
  /** Waits for an event of this name after the first `skip` ones, whichever. */
  next(event: string, skip?: number): Promise<ServerEvent & { atMs: number }>;
  close(): void;
}

/** Opens a stream of server-sent events; resolves with its head. */
export function openServerEvents(url: string, { headers, ca }: Options = {}): Promise<ServerEvents> {
  const { protocol, hostname } = new URL(url);
  const open = protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = open(url, { headers, ca, agent: false, ...(ca && { servername: nameOf(hostname) }) }, (response) =>
      resolve(readEvents(response, () => sent.destroy())),
    );
    sent.on('error', reject);
    sent.end();
  });
}

// A certificate names a host, and no address can be a name.
const nameOf = (hostname: string) => (/^[\d.]+$/.test(hostname) ? 'localhost' : hostname);

function readEvents(response: IncomingMessage, close: () => void): ServerEvents {
  const parse = createEventParser();
  const received: ServerEvents['received'] = [];
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const atMs = performance.now();
    received.push(...parse(text).map((event) => ({ ...event, atMs })));
  });
  response.on('error', () => undefined);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    received,
    isOver: () => response.closed || response.complete,
    next: (event, skip = 0) =>
      waitFor(async () => received.slice(skip).find((each) => each.event === event), {
        what: `an event "${event}"`,
        timeoutMs: 20_000,
        intervalMs: 5,
      }),
    close,
  };
}
