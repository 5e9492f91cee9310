import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { parseLine, type RecordLine } from '../../../../scripts/record/lines.ts';
import { followRecord, readRecord } from '../../../../scripts/record/reader.ts';
import { nameSegment } from '../../../../scripts/record/segments.ts';
import { openRecord } from '../../../../scripts/record/writer.ts';

const command = (words: string, atMs: number): RecordLine => {
  return { type: 'command', atMs, by: 'command line', words, edge: 'begin' };
};

function makeFolder(t: { teardown(work: () => void): void }) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-record-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'record');
}

test('without a record there are no lines', (t) => {
  t.deepEqual([...readRecord(join(tmpdir(), 'no-such-record'))], []);
});

test('what happened before is left out', (t) => {
  const dir = makeFolder(t);
  const writer = openRecord(dir);
  for (const atMs of [1_000, 2_000, 3_000]) writer.append(command(`at ${atMs}`, atMs));
  t.deepEqual(
    [...readRecord(dir, { sinceMs: 2_000 })].flatMap((line) => (line.type === 'command' ? [line.words] : [])),
    ['at 2000', 'at 3000'],
  );
});

const isDamaged = test.macro<[string]>((t, text) => t.is(parseLine(text), undefined));

test('half a line is damaged', isDamaged, '{"type":"sample","atMs":176');
test('a line without a time is damaged', isDamaged, '{"type":"sample"}');
test('a line whose time is no number is damaged', isDamaged, '{"type":"sample","atMs":"now"}');
test('a line of an unknown type is left out', isDamaged, '{"type":"prophecy","atMs":1}');
test('null is damaged', isDamaged, 'null');

test('a file that is not of the record is left out', (t) => {
  const dir = makeFolder(t);
  mkdirSync(dir);
  writeFileSync(join(dir, 'notes.txt'), `${JSON.stringify(command('up', 1))}\n`);
  t.deepEqual([...readRecord(dir)], []);
});

test('a line that is still being written is left out until it is whole', async (t) => {
  const dir = makeFolder(t);
  mkdirSync(dir);
  const path = join(dir, nameSegment(1_000));
  const text = JSON.stringify(command('up', 1_000));
  writeFileSync(path, text.slice(0, 20));
  const end = new AbortController();
  const lines = followRecord(dir, { signal: end.signal, intervalMs: 5 });
  const next = lines.next();
  t.is(await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 100, 'nothing yet'))]), 'nothing yet');
  writeFileSync(path, `${text}\n`);
  t.like((await next).value, { words: 'up' });
  end.abort();
});

test('following goes on with later segments', async (t) => {
  const dir = makeFolder(t);
  const writer = openRecord(dir, { segmentBytes: 1 });
  const end = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const line of followRecord(dir, { signal: end.signal, intervalMs: 5 })) {
      if (line.type === 'command') seen.push(line.words);
      if (seen.length === 3) end.abort();
    }
  })();
  for (const words of ['one', 'two', 'three']) writer.append(command(words, Date.now()));
  await following;
  t.deepEqual(seen, ['one', 'two', 'three']);
});
