import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { environment } from './environment.ts';
import { type Answer, answerOf } from './http.ts';

interface Unread {
  headers?: Record<string, string>;
  body?: string | Buffer | undefined;
  agent?: http.Agent;
}

const TIMEOUT_MS = 30_000;
// The API itself, or the edge in front of it.
const isEncrypted = environment.API_URL.startsWith('https:');
const { request: ask, Agent } = isEncrypted ? https : http;

/** Sends a request with its path and headers as they are given and takes the answer even where the server stops reading early. */
export function sendUnread(method: string, path: string, { headers = {}, body, agent }: Unread = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, path, headers, ...(agent && { agent }) };
    const request = ask(environment.API_URL, options, (response) => {
      request.removeListener('error', reject).on('error', () => undefined);
      readText(response).then((text) => resolve(answerOf(`${method} ${path}`, received(response, text))), reject);
    });
    request.setTimeout(TIMEOUT_MS, () =>
      request.destroy(new Error(`${method} ${path}: no answer in ${TIMEOUT_MS} ms`)),
    );
    request.on('error', reject);
    request.end(body);
  });
}

function received({ statusCode = 0, headers }: http.IncomingMessage, body: string) {
  return { statusCode, headers, body };
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The connections of `sendAndForget`. */
const agent = new Agent({ keepAlive: true });

/** Sends a request and reads its answer to the end without keeping it; gives the status, or 0 where there was none. */
export function sendAndForget(method: string, path: string, { headers = {}, body }: Unread = {}): Promise<number> {
  return new Promise((resolve) => {
    const request = ask(new URL(path, environment.API_URL), { method, headers, agent }, (response) => {
      response.resume().on('close', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', () => resolve(0));
    request.end(body);
  });
}

/** Sends bytes, and ends the connection when the first bytes of an answer come, or soon. */
export function cutOff(bytes: string, { patienceMs = 50 } = {}): Promise<void> {
  const { hostname, port } = new URL(environment.API_URL);
  return new Promise((resolve) => {
    const write = () => socket.write(bytes);
    const place = { port: Number(port), host: hostname };
    const socket = isEncrypted ? tls.connect(place, write) : net.connect(place, write);
    const end = () => socket.destroy();
    socket.once('data', end).once('error', end).setTimeout(patienceMs, end);
    socket.once('close', () => resolve());
  });
}
