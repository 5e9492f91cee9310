import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { History } from '../../../page/server/history.ts';
import { stream } from '../../../page/server/stream.ts';
import { openRecord } from '../../../scripts/record/writer.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';

const longText = 'x'.repeat(100_000);

/** A server of a record with a history of 12 MB, and the answer to a browser that has read nothing yet. */
async function openStream(t: ExecutionContext, historyTimeoutMs?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-stream-'));
  const end = new AbortController();
  const writer = openRecord(join(folder, 'record'));
  const write = (words: string) =>
    writer.append({ type: 'command', atMs: Date.now(), by: 'command line', words, edge: 'begin' });
  for (let i = 0; i < 120; i += 1) write(`${i} ${longText}`);
  const history = new History({ dir: join(folder, 'record'), signal: end.signal });
  let isOver = false;
  const server = createServer((request, response) => {
    response.once('close', () => {
      isOver = true;
    });
    void stream(history, { request, response, lab: {}, ...(historyTimeoutMs && { historyTimeoutMs }) });
  }).listen(0, '127.0.0.1');
  t.teardown(() => {
    end.abort();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await once(server, 'listening');
  const [response] = (await once(get({ port: (server.address() as AddressInfo).port }), 'response')) as [
    IncomingMessage,
  ];
  return { write, history, response, isOver: () => isOver };
}

/** Waits until the stream has been given this line after the history. */
async function untilTold(history: History, words: string) {
  let isTold = false;
  const { items, stop } = await history.listen(({ text }) => {
    isTold ||= text.includes(words);
  });
  await waitFor(() => isTold || items.some(({ text }) => text.includes(words)), {
    what: words,
    timeoutMs: 20_000,
    intervalMs: 10,
  });
  stop();
}

test('a long history arrives whole over a slow link while lines are added', async (t) => {
  const { write, history, response } = await openStream(t);
  // The server has written all of the history before the client reads any of it.
  await history.listen(() => undefined);
  for (const words of ['while nothing was read', 'once more']) {
    write(words);
    await untilTold(history, words);
  }
  const parts: Buffer[] = [];
  while (!response.destroyed && !Buffer.concat(parts.slice(-2)).includes('once more')) {
    const part = response.read() as Buffer | null;
    if (part) parts.push(part);
    await sleep(1);
  }
  const text = Buffer.concat(parts).toString();
  t.is(text.match(/^event: all$/gm)?.length, 1);
  t.is(text.match(/^data: .*x{100}/gm)?.length, 120);
  t.regex(text, /event: more\n.*\ndata: .*while nothing was read/);
});

test('a browser that does not take the history in time is cut off', async (t) => {
  const { isOver } = await openStream(t, 200);
  await waitFor(isOver, { what: 'the end of the answer', timeoutMs: 20_000, intervalMs: 10 });
  t.pass();
});
