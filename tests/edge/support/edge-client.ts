import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { openLab } from '../../../scripts/lab/open-lab.ts';

/** Where the edge answers, and who signed its certificate. */
export interface EdgePlace {
  address: string;
  port: number;
  http: number;
  ca: string;
}

export interface EdgeAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the API answers is checked by the assertions.
  body: any;
}

export interface EdgeRequest {
  method?: string;
  headers?: Record<string, string>;
  json?: unknown;
  token?: string;
  /** The address that the client comes from, such as 127.0.0.9. */
  from?: string;
}

/** Finds the edge of the running lab. */
export async function findEdge(): Promise<EdgePlace> {
  const { target } = await openLab();
  const [edge] = target.view.hostsOf('edge');
  if (!edge) throw new Error('the profile "edge" is not on');
  const { address, port } = target.view.at(edge, 'https');
  return { address, port, http: target.view.at(edge, 'http').port, ca: target.view.certificates.authority };
}

/** Sends one request over a connection of its own. */
export function send(place: EdgePlace, path: string, options: EdgeRequest = {}): Promise<EdgeAnswer> {
  const { method = 'GET', json, token, from, headers } = options;
  const body = json === undefined ? undefined : JSON.stringify(json);
  const sent = {
    ...(body !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
    ...(token !== undefined && { Authorization: `Token ${token}` }),
    ...headers,
  };
  const { address: host, port, ca } = place;
  return new Promise((resolve, reject) => {
    const asked = request(
      { host, port, ca, method, path, headers: sent, agent: false, servername: 'localhost', localAddress: from },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parse(text) });
      },
    );
    asked.setTimeout(40_000, () => asked.destroy(new Error(`${method} ${path}: no answer`)));
    asked.once('error', reject);
    asked.end(body);
  });
}

/** Asks the port without TLS, as a client that knows the edge by this Host. */
export async function sendWithoutTls({ address, http }: EdgePlace, path: string, host: string) {
  const asked = requestHttp({ host: address, port: http, path, headers: { Host: host }, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return { status: response.statusCode, location: response.headers.location };
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends so many requests over one connection of HTTP/2 from one address, and gives their answers' headers. */
export async function sendMany({ address, port, ca }: EdgePlace, path: string, { count, from }: Many) {
  const tls = { host: address, port, ca, servername: 'localhost', ALPNProtocols: ['h2'], localAddress: from };
  const session = connectHttp2(`https://${address}:${port}`, {
    createConnection: () => connectTls(tls as ConnectionOptions),
  });
  const one = () =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const stream = session.request({ ':path': path });
      stream.once('response', resolve).once('error', reject).resume().end();
    });
  try {
    const answers: Record<string, unknown>[] = [];
    for (let sent = 0; sent < count; sent += 50) {
      answers.push(...(await Promise.all(Array.from({ length: Math.min(50, count - sent) }, one))));
    }
    return answers;
  } finally {
    session.close();
  }
}

interface Many {
  count: number;
  from: string;
}
