import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import { cookieName, type Gate, isOwnHost, type Permission, permit, readKey } from './access.ts';
import { refuse, send } from './answers.ts';
import type { History } from './history.ts';
import type { PageFile } from './page-file.ts';
import { stream } from './stream.ts';

/** Answers one request of a browser that may do what it asks for. */
export type Handler = (request: IncomingMessage, url: URL) => Promise<unknown>;

export interface PageOptions {
  gate: Gate;
  /** Where it listens, if another program forwards its port to that place. */
  listener?: Endpoint;
  history: History;
  /** What the page shows of the lab besides its record. */
  describe(permission: Permission): object;
  /** The pages by their address, such as /. */
  pages: Record<string, () => Promise<PageFile>>;
  /** Further addresses, such as "GET /docs"; a text is sent as it is, everything else as JSON. */
  routes: Record<string, Handler>;
}

/** Serves the page of a lab on this machine; port 0 takes any that is free. */
export function servePage(options: PageOptions): Server {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: Error) => refuse(response, 500, error.message));
  });
  const { gate, listener } = options;
  if (listener) return server.listen(listener.port, listener.address);
  server.on('listening', () => {
    gate.port = (server.address() as AddressInfo).port;
  });
  return server.listen(gate.port, '127.0.0.1');
}

async function answer(options: PageOptions, request: IncomingMessage, response: ServerResponse) {
  const { gate } = options;
  const { method = '', headers } = request;
  if (!isOwnHost(headers.host, gate)) return refuse(response, 421, 'This page has another address.');
  const url = new URL(request.url ?? '/', `http://${headers.host}`);
  if (method === 'GET' && url.pathname === '/' && url.search.length > 1) return enter(url, { gate, response });
  const site = headers['sec-fetch-site'] as string | undefined;
  const permission = permit({ method, host: headers.host, origin: headers.origin, site, cookie: headers.cookie }, gate);
  if (!permission) return refuse(response, 403, strangerText);
  const page = method === 'GET' ? options.pages[url.pathname] : undefined;
  if (page) return sendPage(await page(), request, response);
  if (method === 'GET' && url.pathname === '/stream')
    return await stream(options.history, { request, response, lab: options.describe(permission) });
  const route = options.routes[`${method} ${url.pathname}`];
  if (!route) return refuse(response, 404, 'There is nothing here.');
  const result = await route(request, url);
  const isText = typeof result === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  send(response, 200, isText ? result : JSON.stringify(result), { 'Content-Type': type });
}

const strangerText = 'Open the link that npm start or ./lab status prints: it lets this browser in.';

// The key does not stay in the address, where others may read it.
function enter(url: URL, { gate, response }: { gate: Gate; response: ServerResponse }) {
  const given = url.searchParams.get('key') ?? url.searchParams.get('view') ?? '';
  if (!readKey(given, gate)) return refuse(response, 403, strangerText);
  const cookie = `${cookieName(gate)}=${given}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000`;
  send(response, 303, '', { Location: '/', 'Set-Cookie': cookie });
}

function sendPage({ html, policy }: PageFile, { headers }: IncomingMessage, response: ServerResponse) {
  const more = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy };
  const mayZip = /\bgzip\b/.test(headers['accept-encoding']?.toString() ?? '');
  if (mayZip) send(response, 200, gzipSync(html), { ...more, 'Content-Encoding': 'gzip' });
  else send(response, 200, html, more);
}

const maxBodyBytes = 10_000;

/** The JSON body of a request of the page itself; undefined for everything else. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  if (request.headers['content-type'] !== 'application/json') return undefined;
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
    if (Buffer.concat(parts).length > maxBodyBytes) return undefined;
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    return undefined;
  }
}
