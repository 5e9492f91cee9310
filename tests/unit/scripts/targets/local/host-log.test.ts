import { appendFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { readLog } from '../../../../../scripts/targets/local/host-log.ts';
import { rotateLog } from '../../../../../scripts/targets/local/rotate-log.ts';

async function createLog(t: ExecutionContext, lines: number) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-log-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'host.log');
  writeFileSync(path, Array.from({ length: lines }, (_, index) => `line ${index} ${'é'.repeat(60)}\n`).join(''));
  return path;
}

async function collect(lines: AsyncIterable<string>) {
  const all: string[] = [];
  for await (const line of lines) all.push(line.replace(/ é+$/, ''));
  return all;
}

test('the last lines are given, also those that a rotation has moved away', async (t) => {
  const path = await createLog(t, 2_000);
  await rotateLog(path, { fromBytes: 100_000 });
  const last = await collect(readLog(path, { lines: 1_900, follow: false }));
  t.is(last.length, 1_900);
  t.deepEqual([last[0], last.at(-1)], ['line 100', 'line 1999']);
  t.deepEqual(await collect(readLog(join(path, '..', 'none.log'), { lines: 5, follow: false })), []);
});

test('a log that is followed gives each line once, across a rotation', async (t) => {
  const path = await createLog(t, 2_000);
  const end = new AbortController();
  const lines = readLog(path, { lines: 1, follow: true, signal: end.signal });
  const next = async () => (await lines.next()).value?.replace(/ é+$/, '');
  t.is(await next(), 'line 1999');
  appendFileSync(path, 'before\n');
  t.is(await next(), 'before');
  await rotateLog(path, { fromBytes: 100_000 });
  appendFileSync(path, 'after\nand');
  t.is(await next(), 'after');
  appendFileSync(path, ' more\n');
  t.is(await next(), 'and more');
  end.abort();
});
