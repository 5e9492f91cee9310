import { Agent, type IncomingMessage, request } from 'node:http';
import { request as requestByTls, Agent as TlsAgent } from 'node:https';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';

/** Where the load's clients send their requests: to the API itself, or to the edge. */
export interface Service extends Endpoint {
  /** The certificate of the authority that signed the edge's; the API itself is asked without TLS. */
  authority?: string;
}

export interface HttpRequest {
  method: string;
  path: string;
  /** An anonymous request has none. */
  token?: string | undefined;
  json?: unknown;
  /** What the client has written so far, as an answer told it. */
  carries?: string | undefined;
}

/** What came back: a status and a body, or the reason why there is none. */
export interface Reply {
  status: number | string;
  body?: unknown;
  /** How old the answer is, where the edge says that it gives an old one in place of the API's. */
  ageS?: number;
  /** What the client has written by now, for requests to other processes. */
  carry?: string;
}

// The API closes a connection that idled for 5 s: a request must not be sent into that moment.
const idleMs = 3_000;
const causalityHeader = 'causality-token';

/** Sends requests to the API as an ordinary client would: without retries, with a time-out. */
export function createHttpClient(service: Service, { timeoutMs }: { timeoutMs: number }) {
  const { address: host, port } = service;
  const { agent, request } = createConnector(service);
  const send = ({ method, path, token, json, carries }: HttpRequest) =>
    new Promise<Reply>((resolve) => {
      const headers = {
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Token ${token}` }),
        ...(carries && { [causalityHeader]: carries }),
      };
      const sent = request({ agent, host, port, method, path: `/laravel/api${path}`, headers });
      const timer = setTimeout(() => sent.destroy(Object.assign(new Error(), { code: 'time-out' })), timeoutMs);
      const end = (reply: Reply) => {
        clearTimeout(timer);
        resolve(reply);
      };
      const fail = (error: NodeJS.ErrnoException) => end({ status: error.code ?? error.message });
      sent.on('error', fail);
      sent.on('response', (response) => readReply(response).then(end, fail));
      sent.end(json === undefined ? undefined : JSON.stringify(json));
    });
  return { send, close: () => agent.destroy(), isThroughEdge: service.authority !== undefined };
}

function createConnector({ authority: ca }: Service) {
  const options = { keepAlive: true, timeout: idleMs };
  if (ca === undefined) return { agent: new Agent(options), request };
  return { agent: new TlsAgent({ ...options, ca, servername: 'localhost' }), request: requestByTls };
}

export type HttpClient = ReturnType<typeof createHttpClient>;

async function readReply(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return { status: response.statusCode ?? 0, body: parse(text), ...readAge(response), ...readCarry(response) };
}

function readAge({ headers }: IncomingMessage) {
  return /detail=stale/.test(String(headers['cache-status'])) ? { ageS: Number(headers.age ?? 0) } : undefined;
}

function readCarry({ headers }: IncomingMessage) {
  const carry = headers[causalityHeader];
  return typeof carry === 'string' ? { carry } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A reply in words, for an error message. */
export function describeReply({ status, body }: Reply) {
  return body === undefined ? String(status) : `${status} ${JSON.stringify(body).slice(0, 200)}`;
}
