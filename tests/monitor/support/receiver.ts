import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A message as Alertmanager sends it to a webhook. */
export interface Message {
  status: 'firing' | 'resolved';
  atMs: number;
  names: string[];
}

interface Body {
  status: Message['status'];
  alerts: { labels: { alertname: string; instance?: string } }[];
}

/** Takes the messages that Alertmanager sends. */
export async function startReceiver() {
  const messages: Message[] = [];
  const server = createServer(async (request, response) => {
    const { status, alerts } = (await json(request)) as Body;
    const names = alerts.map(({ labels }) => `${labels.alertname} ${labels.instance ?? ''}`.trim());
    messages.push({ status, atMs: Date.now(), names });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { messages, url, close: () => server.close() };
}
