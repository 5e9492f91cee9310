import type { IncomingMessage, ServerResponse } from 'node:http';
import { safety } from './answers.ts';
import type { History, Item } from './history.ts';

export interface StreamOptions {
  request: IncomingMessage;
  response: ServerResponse;
  /** Sent first: the lab, and what this browser may do. */
  lab: object;
  /** How long the history may take to a browser over a slow link. */
  historyTimeoutMs?: number;
}

// A connection that says nothing for longer may be cut by what lies between.
const aliveMs = 15_000;
// A browser that reads nothing must not fill the memory: it asks again when it wakes.
const maxWaitingBytes = 4_000_000;

/** Sends a browser the history and then each new item, until it goes away. */
export async function stream(history: History, options: StreamOptions) {
  const { request, response, lab, historyTimeoutMs = 300_000 } = options;
  response.writeHead(200, { ...safety, 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  response.write(`retry: 1000\nevent: lab\ndata: ${JSON.stringify(lab)}\n\n`);
  // The history alone may be longer than what may wait: until it has been sent, only what waits behind it counts.
  let historyBytes = 0;
  const { id, items, stop } = await history.listen((item) => {
    if (response.writableLength - historyBytes > maxWaitingBytes) response.destroy();
    else response.write(render('more', `${id}.${item.number}`, [item]));
  });
  const known = readNumber(id, request.headers['last-event-id']?.toString());
  const news = items.filter(({ number }) => number > (known ?? 0));
  const last = news.at(-1)?.number ?? known ?? 0;
  const text = render(known === undefined ? 'all' : 'more', `${id}.${last}`, news);
  historyBytes = Buffer.byteLength(text);
  const late = setTimeout(() => response.destroy(), historyTimeoutMs);
  response.write(text, () => {
    historyBytes = 0;
    clearTimeout(late);
  });
  const alive = setInterval(() => response.write(': alive\n\n'), aliveMs);
  const end = () => {
    clearTimeout(late);
    clearInterval(alive);
    stop();
  };
  if (response.destroyed) end();
  else response.on('close', end);
}

// The numbers of another reading, or of a process that was started again, say nothing of this one's.
function readNumber(id: string, known = '') {
  const [reading, number] = known.split('.');
  return reading === id ? Number(number) : undefined;
}

// One line of data for each item.
function render(event: 'all' | 'more', lastId: string, items: Item[]) {
  const data = items.map(({ text }) => `data: ${text}\n`).join('') || 'data:\n';
  return `event: ${event}\nid: ${lastId}\n${data}\n`;
}
