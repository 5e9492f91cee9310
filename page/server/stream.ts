import type { IncomingMessage, ServerResponse } from 'node:http';
import { safety } from './answers.ts';
import type { History, Item } from './history.ts';

export interface StreamOptions {
  request: IncomingMessage;
  response: ServerResponse;
  /** Sent first: the lab, and what this browser may do. */
  lab: object;
}

// A process that starts again numbers its items anew.
const boot = Date.now().toString(36);
// A connection that says nothing for longer may be cut by what lies between.
const aliveMs = 15_000;
// A browser that reads nothing must not fill the memory: it asks again when it wakes.
const maxWaitingBytes = 4_000_000;

/** Sends a browser the history and then each new item, until it goes away. */
export function stream(history: History, { request, response, lab }: StreamOptions) {
  response.writeHead(200, { ...safety, 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  const known = readNumber(request.headers['last-event-id']?.toString());
  response.write(`retry: 1000\nevent: lab\ndata: ${JSON.stringify(lab)}\n\n`);
  response.write(render(known === undefined ? 'all' : 'more', history.since(known)));
  const stop = history.listen((item) => {
    if (response.writableLength > maxWaitingBytes) response.destroy();
    else response.write(render('more', [item]));
  });
  const alive = setInterval(() => response.write(': alive\n\n'), aliveMs);
  response.on('close', () => {
    clearInterval(alive);
    stop();
  });
}

function readNumber(id = '') {
  const [bootOfId, number] = id.split('.');
  return bootOfId === boot ? Number(number) : undefined;
}

// One line of data for each item.
function render(event: 'all' | 'more', items: Item[]) {
  const number = items.at(-1)?.number ?? 0;
  const data = items.map(({ text }) => `data: ${text}\n`).join('') || 'data:\n';
  return `event: ${event}\nid: ${boot}.${number}\n${data}\n`;
}
