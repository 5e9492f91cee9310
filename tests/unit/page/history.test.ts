import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { History, type Item } from '../../../page/server/history.ts';
import { openRecord } from '../../../scripts/record/writer.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';

function openHistory(t: ExecutionContext, keepMs: number, maxAgeMs?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-history-'));
  const end = new AbortController();
  t.teardown(() => {
    end.abort();
    rmSync(folder, { recursive: true, force: true });
  });
  const dir = join(folder, 'record');
  const writer = openRecord(dir);
  const write = (words: string) =>
    writer.append({ type: 'command', atMs: Date.now(), by: 'command line', words, edge: 'begin' });
  return {
    write,
    append: writer.append,
    history: new History({ dir, signal: end.signal, keepMs, ...(maxAgeMs && { maxAgeMs }) }),
  };
}

const wordsOf = (items: Item[]) => items.map(({ text }) => JSON.parse(text).words).filter(Boolean);

/** Waits until a browser has got so many items beyond those that it was given first. */
async function untilGot(got: Item[], count: number) {
  await waitFor(() => got.length >= count, { what: `${count} items`, timeoutMs: 10_000, intervalMs: 10 });
}

test('a browser gets what was before it came, and then each new item once', async (t) => {
  const { write, history } = openHistory(t, 60_000);
  for (const words of ['up', 'recover']) write(words);
  const got: Item[] = [];
  const { items, stop } = await history.listen((item) => got.push(item));
  t.deepEqual(wordsOf(items), ['up', 'recover']);
  write('down');
  await untilGot(got, 1);
  t.deepEqual(wordsOf(got), ['down']);
  stop();
});

test('a second browser shares the reading of the first, and goes on when the first leaves', async (t) => {
  const { write, history } = openHistory(t, 0);
  write('up');
  const first = await history.listen(() => undefined);
  const got: Item[] = [];
  const second = await history.listen((item) => got.push(item));
  t.is(second.id, first.id);
  first.stop();
  first.stop();
  write('down');
  await untilGot(got, 1);
  t.deepEqual(wordsOf(got), ['down']);
});

test('when the last browser has gone nothing is kept, and the next one gets another reading with all of it', async (t) => {
  const { write, history } = openHistory(t, 0);
  write('up');
  const first = await history.listen(() => undefined);
  first.stop();
  await new Promise((resolve) => setTimeout(resolve, 1));
  write('down');
  const second = await history.listen(() => undefined);
  t.not(second.id, first.id);
  t.deepEqual(wordsOf(second.items), ['up', 'down']);
});

test('a log line of a clock that is ahead drops nothing', async (t) => {
  const hourMs = 3_600_000;
  const { write, append, history } = openHistory(t, 0, hourMs);
  write('up');
  const ahead = { type: 'log', atMs: Date.now() + 2 * hourMs, timed: true, host: 'mysql-2', source: 'mysql' } as const;
  append({ ...ahead, mark: 'view', text: 'of a clock that is ahead' });
  write('recover');
  const { items, stop } = await history.listen(() => undefined);
  t.deepEqual(wordsOf(items), ['up', 'recover']);
  stop();
});
