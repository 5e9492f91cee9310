import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { FolderSource } from '../../../../roles/log-shipper/folder-source.ts';
import { type Position, readLog } from '../../../../roles/log-shipper/read-log.ts';
import type { ShipperSettings } from '../../../../roles/log-shipper/settings.ts';
import { Shipper } from '../../../../roles/log-shipper/shipper.ts';
import { takeLines } from '../../../../roles/log-shipper/take-lines.ts';
import type { Host } from '../../../../scripts/settings/lab-file.ts';
import { listMoved, listPieces, movingPath } from '../../../../scripts/state/log-pieces.ts';
import { rotateLog } from '../../../../scripts/targets/local/rotate-log.ts';
import { waitFor } from '../../../../scripts/waiting/wait.ts';
import { viewProcesses } from '../lab-views.ts';

async function createLog(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-log-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'host.log');
  let number = 0;
  const write = (lines: number) => {
    for (let index = 0; index < lines; index += 1, number += 1)
      appendFileSync(path, `line ${number} ${'x'.repeat(90)}\n`);
  };
  return { path, write, listWritten: () => Array.from({ length: number }, (_, index) => `line ${index}`) };
}

const maxBytes = 30_000;

/** Reads all that a log has, as the shipper does. */
function createReader(path: string) {
  let position: Position | undefined;
  const seen: { id: string; text: string }[] = [];
  const read = () => {
    for (;;) {
      const part = readLog(path, position, maxBytes);
      const taken = part && takeLines({ lab: 'a', host: 'web' }, part, maxBytes);
      if (!taken || taken.next.place === part.from.place) return seen;
      position = taken.next;
      seen.push(...taken.lines.map(({ id, line }) => ({ id, text: line.message.replace(/ x+$/, '') })));
    }
  };
  return { read, forget: () => (position = undefined) };
}

const textsOf = (seen: { text: string }[]) => seen.map(({ text }) => text);

test('each line has an id of its own, the same when it is read again', async (t) => {
  const { path, write, listWritten } = await createLog(t);
  write(500);
  const reader = createReader(path);
  const first = [...reader.read()];
  t.deepEqual(textsOf(first), listWritten());
  t.is(new Set(first.map(({ id }) => id)).size, 500);
  reader.forget();
  t.deepEqual(reader.read().slice(500), first);
});

test('a line that is not written to its end waits', async (t) => {
  const { path } = await createLog(t);
  writeFileSync(path, 'one\ntw');
  const reader = createReader(path);
  t.deepEqual(textsOf(reader.read()), ['one']);
  appendFileSync(path, 'o\n');
  t.deepEqual(textsOf(reader.read()), ['one', 'two']);
});

test('a line that never ends is read in pieces', async (t) => {
  const { path } = await createLog(t);
  writeFileSync(path, 'y'.repeat(70_000));
  t.deepEqual(
    createReader(path)
      .read()
      .map(({ text }) => text.length),
    [30_000, 30_000],
  );
});

test('a rotation loses no line and changes no id, whether the reader is ahead or behind', async (t) => {
  const { path, write, listWritten } = await createLog(t);
  const [ahead, behind] = [createReader(path), createReader(path)];
  for (let round = 0; round < 4; round += 1) {
    write(1_500);
    ahead.read();
    t.true(await rotateLog(path, { fromBytes: 100_000 }));
    write(3);
  }
  t.deepEqual(textsOf(ahead.read()), listWritten());
  t.deepEqual(behind.read(), ahead.read());
  t.is(listMoved(path).length, 4);
  t.true(readFileSync(path).length < 66_000);
});

test('only so many of the moved beginnings stay, and what was read of them is known to be missed', async (t) => {
  const { path, write } = await createLog(t);
  for (let round = 0; round < 3; round += 1) {
    write(1_500);
    await rotateLog(path, { fromBytes: 100_000, keep: 1 });
  }
  t.is(listMoved(path).length, 1);
  const start = { ino: 0, generation: 0, place: 0, timeMs: 0 };
  const part = readLog(path, { ...start, ...inodeOf(path) }, maxBytes);
  t.is(part?.missed, listPieces(path)?.[0]?.begin);
});

function inodeOf(path: string) {
  const { ino = 0 } = readLog(path, undefined, 1)?.from ?? {};
  return { ino };
}

test('a short log is left as it is', async (t) => {
  const { path, write } = await createLog(t);
  write(10);
  t.false(await rotateLog(path));
  t.deepEqual(listMoved(path), []);
});

test('a rotation that was broken off is finished: before the cut it is undone, after it the file gets its name', async (t) => {
  const { path, write } = await createLog(t);
  write(200);
  writeFileSync(movingPath(path), readFileSync(path).subarray(0, 12_000));
  t.is(readLog(path, undefined, maxBytes), undefined);
  await rotateLog(path);
  t.false(existsSync(movingPath(path)));
  t.deepEqual(listMoved(path), []);
  const whole = readFileSync(path);
  writeFileSync(movingPath(path), whole.subarray(0, 12_000));
  writeFileSync(path, whole.subarray(12_000));
  await rotateLog(path);
  t.deepEqual(
    listMoved(path).map(({ end }) => end),
    [12_000],
  );
});

test('a log that takes the place of another one is read from its beginning, with ids of its own', async (t) => {
  const { path } = await createLog(t);
  writeFileSync(path, 'one\ntwo\n');
  const reader = createReader(path);
  reader.read();
  rmSync(path);
  writeFileSync(path, 'three\n');
  t.deepEqual(reader.read(), [
    { id: 'a.web.0@0', text: 'one' },
    { id: 'a.web.0@4', text: 'two' },
    { id: 'a.web.1@0', text: 'three' },
  ]);
});

const say = () => undefined;

async function createFolder(t: ExecutionContext) {
  const lab = await mkdtemp(join(tmpdir(), 'lab-logs-'));
  t.teardown(() => rm(lab, { recursive: true }));
  const hostsFolder = join(lab, 'hosts');
  for (const host of ['web', 'haproxy']) mkdirSync(join(hostsFolder, host), { recursive: true });
  const folder = new FolderSource({ hostsFolder, lab: 'a', positionsPath: join(lab, 'positions.json'), say });
  return { folder, path: join(hostsFolder, 'web', 'host.log') };
}

test('lines that the store does not take are known to wait, and at which host', async (t) => {
  const { folder, path } = await createFolder(t);
  writeFileSync(path, 'one\ntwo\n');
  // Nothing listens there.
  const target = { url: 'http://127.0.0.1:9', username: 'lab', password: 'p', index: 'lab' };
  const shipper = new Shipper({ sources: [folder], target, say });
  t.is(shipper.waitingS, 0);
  const end = new AbortController();
  const run = shipper.run(end.signal);
  await waitFor(() => shipper.waitingS > 0, { what: 'lines to wait', timeoutMs: 10_000, intervalMs: 5 });
  const before = shipper.waitingS;
  await waitFor(() => shipper.waitingS > before, { what: 'lines to wait longer', timeoutMs: 10_000, intervalMs: 5 });
  t.deepEqual(Object.fromEntries(folder.unreadBytes), { haproxy: 0, web: 8 });
  end.abort();
  await run;
});

test('what was read and not kept is read again', async (t) => {
  const { folder, path } = await createFolder(t);
  writeFileSync(path, 'one\n');
  const first = await folder.read();
  t.deepEqual((await folder.read())?.lines, first?.lines);
  await first?.keep();
  t.is(await folder.read(), undefined);
});

test('a line that says no time has that of the line before it; the first one, that of the last change of its log', async (t) => {
  const { folder, path } = await createFolder(t);
  const read = async () => {
    const batch = await folder.read();
    await batch?.keep();
    return batch?.lines.map(({ line }) => line['@timestamp']);
  };
  const [first, second] = ['2026-11-29T12:00:00.000Z', '2026-11-29T13:00:00.000Z'];
  writeFileSync(path, `one\n${first} two\n  at three\n`);
  utimesSync(path, new Date(second), new Date(second));
  t.deepEqual(await read(), [second, first, first]);
  const third = '2026-11-29T14:00:00.000Z';
  appendFileSync(path, 'four\n');
  utimesSync(path, new Date(third), new Date(third));
  t.deepEqual(await read(), [third]);
});

test('a lab that is made anew gives its lines other ids', async (t) => {
  const labOf = async (groupUuid: string) => {
    const { view, roles } = await viewProcesses({ profiles: ['monitor'], record: { groupUuid } });
    const [host] = view.hostsOf('log-shipper') as [Host];
    const [settings] = (await roles.of(host).plan(host, view, { joinOnBoot: true })).files;
    return (JSON.parse(settings?.text ?? '') as ShipperSettings).lab;
  };
  t.is(await labOf('0c7b6a52-7d0e-4a8e-b5ab-2f1f5a3c9c1e'), '0c7b6a52');
  t.is(await labOf('5f0c9a1e-7d0e-4a8e-b5ab-2f1f5a3c9c1e'), '5f0c9a1e');
});
