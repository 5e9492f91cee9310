import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { DiskFullError, LogStore, type LogStoreOptions } from '../../../../roles/log-store/store/log-store.ts';
import { Marks } from '../../../../roles/log-store/store/marks.ts';
import { listOutdated, nameNext } from '../../../../roles/log-store/store/retention.ts';
import { findNewest } from '../../../../roles/log-store/store/search.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 10, 29, 12);

async function createPlace(t: ExecutionContext, more: Partial<LogStoreOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-logs-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const clock = { nowMs: startMs };
  const options: LogStoreOptions = {
    folder: join(folder, 'data'),
    archiveFolder: join(folder, 'archive'),
    keep: { days: 3, bytes: 1e9 },
    leaveFreeBytes: 0,
    now: () => clock.nowMs,
    ...more,
  };
  return { options, clock, open: () => LogStore.open(options) };
}

const incoming = (place: number, message = `line ${place}`, source = 'web.0') => ({
  id: `${source}@${place}`,
  line: { '@timestamp': new Date(startMs).toISOString(), host: 'web', message },
});

async function listMessages({ segments }: LogStore) {
  const { lines } = await findNewest(segments, {}, { limit: 10_000, untilMs: Number.POSITIVE_INFINITY });
  return lines.map(({ message }) => message);
}

test('an id is known from its source and place', (t) => {
  const marks = new Marks({ 'web.0': 10 });
  t.true(marks.knows('web.0@10'));
  t.false(marks.knows('web.0@11'));
  t.false(marks.knows('web.1@1'));
  for (const id of [undefined, 'x', '@1', 7]) t.false(marks.knows(id));
});

test('a line that comes twice is kept once, in one request, in two, and after a restart', async (t) => {
  const { open } = await createPlace(t);
  const store = await open();
  t.deepEqual(await store.append([incoming(1), incoming(2), incoming(2)]), [true, true, false]);
  t.deepEqual(await store.append([incoming(2), incoming(3)]), [false, true]);
  const again = await open();
  t.deepEqual(await again.append([incoming(3), incoming(3, 'another', 'web.1')]), [false, true]);
  t.deepEqual(await listMessages(again), ['line 1', 'line 2', 'line 3', 'another']);
});

test('a line whose writing was cut off is removed, and taken when it comes again', async (t) => {
  const { open, options } = await createPlace(t);
  await (await open()).append([incoming(1)]);
  appendFileSync(join(options.folder, '2026-11-29.ndjson'), '{"@timestamp":"2026-11-29T12:00:00.000Z","host":"w');
  const again = await open();
  t.deepEqual(await again.append([incoming(2)]), [true]);
  t.deepEqual(await listMessages(await open()), ['line 1', 'line 2']);
});

test('what follows a line that is none is removed', async (t) => {
  const { open, options } = await createPlace(t);
  await (await open()).append([incoming(1)]);
  const torn = `${'\0'.repeat(100)}"}\n${JSON.stringify({ ...incoming(2).line, _id: 'web.0@2' })}\n`;
  appendFileSync(join(options.folder, '2026-11-29.ndjson'), torn);
  const again = await open();
  t.deepEqual(await again.append([incoming(2, 'anew')]), [true]);
  t.deepEqual(await listMessages(await open()), ['line 1', 'anew']);
});

test('lines are kept once where it cannot be written down which words they have', async (t) => {
  const { open, options } = await createPlace(t);
  const inTheWay = join(options.folder, '2026-11-29.words');
  const store = await open();
  mkdirSync(inTheWay);
  const long = (place: number) => incoming(place, `long${place} ${'x'.repeat(300_000)}`);
  t.deepEqual(await store.append([long(1), incoming(2)]), [true, true]);
  t.deepEqual(await store.append([incoming(2), incoming(3)]), [false, true]);
  rmdirSync(inTheWay);
  await store.append([long(4), incoming(5)]);
  t.is(store.segments[0]?.blocks.length, 1);
  for (const each of [store, await open()]) {
    const messages = (await listMessages(each)).map((message) => message.slice(0, 6).trim());
    t.deepEqual(messages, ['long1', 'line 2', 'line 3', 'long4', 'line 5']);
  }
});

test('what is known is read from the lines where the file about it is lost', async (t) => {
  const { open, options } = await createPlace(t);
  const long = 'x'.repeat(300_000);
  await (await open()).append([incoming(1, long), incoming(2)]);
  for (const name of ['marks.json', '2026-11-29.words']) {
    t.true(existsSync(join(options.folder, name)), name);
    rmSync(join(options.folder, name));
  }
  const again = await open();
  t.deepEqual(await again.append([incoming(1), incoming(2), incoming(3)]), [false, false, true]);
  t.is((await listMessages(again)).length, 3);
});

test('a disk that has to be left to others takes no lines, and nothing is half there', async (t) => {
  const { open } = await createPlace(t, { leaveFreeBytes: Number.MAX_SAFE_INTEGER });
  const store = await open();
  await t.throwsAsync(store.append([incoming(1)]), { instanceOf: DiskFullError });
  t.deepEqual(await listMessages(store), []);
});

test('each day has a file; one that is over is archived with a checksum, and removed when it is old', async (t) => {
  const { open, options, clock } = await createPlace(t);
  const store = await open();
  for (let day = 0; day < 5; day += 1) {
    clock.nowMs = startMs + day * dayMs;
    await store.append([incoming(day, `of day ${day}`)]);
    await store.tend();
  }
  t.deepEqual(
    store.segments.map(({ name }) => name),
    ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03'],
  );
  const archived = readdirSync(options.archiveFolder).toSorted();
  t.is(archived.length, 8);
  const [first = ''] = archived;
  t.regex(first, /^2026-11-29\.[0-9a-f]{12}\.ndjson\.gz$/);
  t.regex(gunzipSync(readFileSync(join(options.archiveFolder, first))).toString(), /of day 0/);
  const sums = archived.filter((name) => name.endsWith('.sha256'));
  t.notThrows(() => execFileSync('sha256sum', ['-c', '--quiet', ...sums], { cwd: options.archiveFolder }));
  t.deepEqual(await (await open()).append([incoming(0), incoming(4)]), [false, false]);
});

test('a day that grows large has several files, and the oldest go where all are too large', async (t) => {
  const { open } = await createPlace(t, { keep: { days: 3, bytes: 40_000 } });
  const store = await open();
  for (let place = 0; place < 12; place += 1) {
    await store.append([incoming(place, 'x'.repeat(9_000))]);
    await store.tend();
  }
  const names = store.segments.map(({ name }) => name);
  t.true(names.length >= 2 && names.length <= 5, names.join());
  t.true(store.segments.reduce((sum, { bytes }) => sum + bytes, 0) <= 50_000);
  t.is(names.at(-1)?.slice(0, 12), '2026-11-29-0');
  t.deepEqual(
    (await open()).segments.map(({ name }) => name),
    names,
  );
});

test('a clock that is set back begins no file before the newest one', async (t) => {
  const { open, clock } = await createPlace(t);
  const store = await open();
  await store.append([incoming(1)]);
  clock.nowMs -= 2 * dayMs;
  await store.append([incoming(2)]);
  t.deepEqual(
    store.segments.map(({ name }) => name),
    ['2026-11-29'],
  );
});

test('files that are too old or too many are outdated, the oldest first', (t) => {
  const files = ['2026-11-25', '2026-11-27', '2026-11-28'].map((name) => ({ name, bytes: 100 }));
  const list = (limits: { days: number; bytes: number }, nowMs = startMs) =>
    listOutdated(files, { limits, openBytes: 50, nowMs }).map(({ name }) => name);
  t.deepEqual(list({ days: 9, bytes: 350 }), []);
  t.deepEqual(list({ days: 3, bytes: 350 }), ['2026-11-25']);
  t.deepEqual(list({ days: 9, bytes: 200 }), ['2026-11-25', '2026-11-27']);
  // A clock that has jumped.
  t.deepEqual(list({ days: 3, bytes: 350 }, startMs + 20 * dayMs), ['2026-11-25']);
  t.deepEqual(list({ days: 3, bytes: 200 }, startMs + 20 * dayMs), ['2026-11-25', '2026-11-27']);
});

test('all files of the oldest day go together', (t) => {
  const files = ['2026-11-01', '2026-11-01-0002', '2026-11-02'].map((name) => ({ name, bytes: 1 }));
  const outdated = listOutdated(files, { limits: { days: 3, bytes: 9 }, openBytes: 0, nowMs: startMs });
  t.deepEqual(
    outdated.map(({ name }) => name),
    ['2026-11-01', '2026-11-01-0002'],
  );
});

test('a file is called by its day, and numbered where the day has more', (t) => {
  t.is(nameNext([], startMs), '2026-11-29');
  t.is(nameNext(['2026-11-28', '2026-11-29'], startMs), '2026-11-29-0002');
  t.is(nameNext(['2026-11-29', '2026-11-29-0002'], startMs), '2026-11-29-0003');
});
