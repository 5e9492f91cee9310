import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery as a receiver got it. */
export interface Received {
  headers: IncomingMessage['headers'];
  body: string;
}

/** A server that webhooks are sent to. */
export interface Receiver {
  url: string;
  received: Received[];
  server: Server;
  close(): void;
}

/** Starts a receiver that answers as it is told. */
export async function startReceiver(answer: (response: ServerResponse) => void): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/told`, received, server, close };
}

/** As docs/webhooks.md tells receivers to verify what they get. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const [, seconds = '', code = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['lab-signature'])) ?? [];
  const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
  const isFresh = Math.abs(Date.now() / 1000 - Number(seconds)) < 300;
  return isFresh && code !== '' && timingSafeEqual(expected, Buffer.from(code, 'hex'));
}
