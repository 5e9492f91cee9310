import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { renderMetrics } from '../../../../roles/log-store/metrics.ts';
import { readLimits } from '../../../../roles/log-store/settings.ts';
import { LogStore } from '../../../../roles/log-store/store/log-store.ts';
import { viewMachines, viewProcesses } from '../lab-views.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 10, 29, 12);

async function createFolder(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-logs-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

interface Place {
  folder: string;
  archiveFolder: string;
}

/** A store that takes a line on each day, and looks after its files. */
async function openStore(place: Place, { text = 'line', leaveFreeBytes = 0 } = {}) {
  const clock = { nowMs: startMs };
  const options = { ...place, keep: { days: 3, bytes: 1e9 }, leaveFreeBytes, now: () => clock.nowMs };
  const store = await LogStore.open(options);
  const live = async (days: number) => {
    for (let day = 0; day < days; day += 1, clock.nowMs += dayMs) {
      await store.append([{ line: { '@timestamp': new Date(clock.nowMs).toISOString(), host: 'web', message: text } }]);
      await store.tend();
    }
  };
  return { store, clock, live, namesOf: () => store.segments.map(({ name }) => name) };
}

const countUnarchived = (store: LogStore) => /log_store_unarchived_files (\d+)/.exec(renderMetrics(store))?.[1];

test('a file that cannot be archived is kept and counted, until it can be', async (t) => {
  const folder = await createFolder(t);
  const archiveFolder = join(folder, 'archive');
  writeFileSync(archiveFolder, 'in the way');
  const { store, live, namesOf } = await openStore({ folder: join(folder, 'data'), archiveFolder });
  await live(5);
  t.is(namesOf()[0], '2026-11-29');
  t.is(countUnarchived(store), '4');
  rmSync(archiveFolder);
  await store.tend();
  t.not(namesOf()[0], '2026-11-29');
  t.is(countUnarchived(store), '0');
  t.is(readdirSync(archiveFolder).length, 10);
});

test('where the disk is short, an old file goes that could not be archived', async (t) => {
  const folder = await createFolder(t);
  const place = { folder: join(folder, 'data'), archiveFolder: join(folder, 'archive') };
  writeFileSync(place.archiveFolder, 'in the way');
  await (await openStore(place)).live(5);
  const { store, clock, namesOf } = await openStore(place, { leaveFreeBytes: Number.MAX_SAFE_INTEGER });
  clock.nowMs += 4 * dayMs;
  await store.tend();
  t.deepEqual(namesOf(), ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03']);
});

test('labs that share a folder for their archive have all their files there', async (t) => {
  const folder = await createFolder(t);
  const archiveFolder = join(folder, 'archive');
  for (const text of ['of one', 'of another'])
    await (await openStore({ folder: join(folder, text), archiveFolder }, { text })).live(2);
  const files = readdirSync(archiveFolder).filter((name) => name.endsWith('.gz'));
  const texts = files.map((name) => gunzipSync(readFileSync(join(archiveFolder, name))).toString());
  t.deepEqual(texts.map((text) => JSON.parse(text).message).toSorted(), ['of another', 'of one']);
});

test('what a person has removed from the archive is not put there again', async (t) => {
  const folder = await createFolder(t);
  const place = { folder: join(folder, 'data'), archiveFolder: join(folder, 'archive') };
  await (await openStore(place)).live(2);
  for (const name of readdirSync(place.archiveFolder)) rmSync(join(place.archiveFolder, name));
  await (await openStore(place)).store.tend();
  t.deepEqual(readdirSync(place.archiveFolder), []);
});

test('on a machine the archive is in the folder that the service may write to', async (t) => {
  const folder = '/var/lib/lab-log-store';
  const choose = async (LOG_ARCHIVE: string) => {
    const { view } = await viewMachines({ profiles: ['monitor'], environment: { LOG_ARCHIVE } });
    return readLimits(view, folder).archiveFolder;
  };
  t.is(await choose(''), `${folder}/archive`);
  t.is(await choose(`${folder}/mounted`), `${folder}/mounted`);
  for (const outside of ['/mnt/archive', `${folder}/../other`])
    await t.throwsAsync(choose(outside), { message: /LOG_ARCHIVE is .* can write in \/var\/lib\/lab-log-store only/ });
  const { view } = await viewProcesses({ profiles: ['monitor'], environment: { LOG_ARCHIVE: '/mnt/archive' } });
  t.is(readLimits(view, folder).archiveFolder, '/mnt/archive');
});
