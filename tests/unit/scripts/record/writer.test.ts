import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { CommandLine, RecordLine } from '../../../../scripts/record/lines.ts';
import { readRecord } from '../../../../scripts/record/reader.ts';
import { listSegments, nameSegment } from '../../../../scripts/record/segments.ts';
import { openRecord, type RecordOptions } from '../../../../scripts/record/writer.ts';

const head = { target: 'local', hosts: [{ name: 'mysql-1', role: 'mysql' }] };
const start = Date.parse('2026-11-28T21:00:00.000Z');

const line = (words: string, atMs = start): CommandLine => {
  return { type: 'command', atMs, by: 'command line', words, edge: 'begin' };
};

/** A record in a folder of its own, with a clock that the test sets. */
function makeRecord(t: { teardown(work: () => void): void }, options: RecordOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-record-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const dir = join(folder, 'record');
  const clock = { nowMs: start };
  const writer = openRecord(dir, { head, nowMs: () => clock.nowMs, ...options });
  const words = () => [...readRecord(dir)].flatMap((each) => (each.type === 'command' ? [each.words] : []));
  return { dir, clock, writer, words, folder };
}

const isGap = (each: RecordLine) => each.type === 'gap';

test('a record begins with what lab it is, and holds the lines in their order', (t) => {
  const { writer, dir } = makeRecord(t);
  writer.append(line('up'));
  writer.append(line('recover'));
  t.like([...readRecord(dir)], [{ type: 'segment', ...head }, { words: 'up' }, { words: 'recover' }]);
});

test('only the owner may read it', (t) => {
  const { writer, dir } = makeRecord(t);
  writer.append(line('up'));
  t.is(statSync(listSegments(dir)[0]?.path ?? '').mode & 0o777, 0o600);
});

test('a segment ends at its age, and every segment says what lab it is', (t) => {
  const { writer, dir, clock } = makeRecord(t, { segmentMs: 1_000 });
  writer.append(line('up'));
  clock.nowMs += 1_000;
  writer.append(line('down'));
  t.is(readdirSync(dir).length, 2);
  t.is([...readRecord(dir)].filter(({ type }) => type === 'segment').length, 2);
});

test('a segment ends at its size', (t) => {
  const { writer, dir } = makeRecord(t, { segmentBytes: 200 });
  for (let count = 0; count < 4; count += 1) writer.append(line(`migrate ${count}`));
  t.true(readdirSync(dir).length > 1);
});

test('segments of more than an hour ago are dropped', (t) => {
  const { writer, clock, words } = makeRecord(t, { segmentMs: 60_000, maxAgeMs: 3_600_000 });
  writer.append(line('old'));
  clock.nowMs += 60_000;
  writer.append(line('less old'));
  clock.nowMs += 3_600_001;
  writer.append(line('new'));
  t.deepEqual(words(), ['less old', 'new']);
});

test('the whole record stays below its size', (t) => {
  const limits = { segmentBytes: 2_000, maxBytes: 10_000 };
  const { writer, dir, words } = makeRecord(t, limits);
  for (let count = 0; count < 400; count += 1) writer.append(line(`migrate ${count}`));
  const total = listSegments(dir).reduce((sum, { bytes }) => sum + bytes, 0);
  t.true(total <= limits.maxBytes, `${total}`);
  t.is(words().at(-1), 'migrate 399');
  t.false(words().includes('migrate 0'));
});

test('a line that was cut off takes no other line with it', (t) => {
  const { writer, dir, words } = makeRecord(t);
  writer.append(line('up'));
  appendFileSync(listSegments(dir)[0]?.path ?? '', '{"type":"command","atMs":1764363');
  t.deepEqual(words(), ['up']);
  writer.append(line('down'));
  t.deepEqual(words(), ['up', 'down']);
});

test('two writers write the same record', (t) => {
  const { writer, dir, words } = makeRecord(t);
  const other = openRecord(dir, { nowMs: () => start });
  writer.append(line('one'));
  other.append(line('two'));
  writer.append(line('three'));
  t.deepEqual(words(), ['one', 'two', 'three']);
});

test('on a full disk lines are counted, and the record says that they are missing', (t) => {
  if (!existsSync('/dev/full')) return t.pass('this system has no /dev/full');
  const heard: string[] = [];
  const { writer, dir, clock, words } = makeRecord(t, { onLoss: (problem) => heard.push(problem) });
  writer.append(line('before'));
  for (const { path } of listSegments(dir)) rmSync(path);
  const full = join(dir, nameSegment(start));
  symlinkSync('/dev/full', full);
  writer.append(line('lost', start + 10));
  writer.append(line('lost too', start + 20));
  rmSync(full);
  clock.nowMs += 1_000;
  writer.append(line('after'));
  t.deepEqual(words(), ['after']);
  t.like([...readRecord(dir)].find(isGap), { fromMs: start + 10, lines: 2, problem: 'ENOSPC' });
  t.deepEqual(heard, ['ENOSPC']);
});

test('a lab that was removed does not come back by its record', (t) => {
  const { writer, dir, folder } = makeRecord(t);
  rmSync(folder, { recursive: true });
  writer.append(line('destroy'));
  t.false(existsSync(dir));
  t.false(existsSync(folder));
});

test('a clock that was set back does not mix up the segments', (t) => {
  const { writer, clock, words, dir } = makeRecord(t, { segmentBytes: 1 });
  writer.append(line('first'));
  clock.nowMs -= 600_000;
  writer.append(line('second'));
  t.deepEqual(words(), ['first', 'second']);
  t.is(readFileSync(listSegments(dir)[0]?.path ?? '', 'utf8').includes('first'), true);
});
