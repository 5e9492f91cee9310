import { chmod, chown, lchown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { getArchitecture } from '../../../../scripts/servers/architecture.ts';
import { describeFiles, findDamage, writeManifest } from '../../../../scripts/servers/manifest.ts';
import { findPackagedPrograms } from '../../../../scripts/servers/packaged-programs.ts';
import { loadSecrets } from '../../../../scripts/state/secrets.ts';
import { claimStateDir, requireLab } from '../../../../scripts/state/state-dir.ts';

// What another user of this machine may have prepared. Only root can give a file to another user.

const another = 65_534;
const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? test : test.skip;
const project = '/a/project';

async function makeFolder(t: { teardown(fn: () => unknown): void }) {
  const folder = await mkdtemp(join(tmpdir(), 'own-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a lab is made in a folder of its own user, and opened there', async (t) => {
  const folder = join(await makeFolder(t), 'lab');
  await claimStateDir(folder, project);
  await t.notThrowsAsync(requireLab(folder, project));
});

test('a folder that other users can write is no place for a lab', async (t) => {
  const folder = await makeFolder(t);
  await chmod(folder, 0o777);
  await t.throwsAsync(claimStateDir(folder, project), { message: /can be written by other users/ });
});

asRoot('a folder of another user is no place for a lab, nor is a link that another user made', async (t) => {
  const [foreign, own] = [await makeFolder(t), await makeFolder(t)];
  await chown(foreign, another, another);
  await t.throwsAsync(claimStateDir(foreign, project), { message: /belongs to another user \(uid 65534\)/ });
  const link = join(own, 'link');
  await mkdir(join(own, 'target'));
  await symlink(join(own, 'target'), link);
  await lchown(link, another, another);
  await t.throwsAsync(claimStateDir(link, project), { message: /belongs to another user/ });
});

asRoot('secrets that another user planted are not taken', async (t) => {
  const folder = await makeFolder(t);
  const path = join(folder, 'secrets.json');
  await writeFile(path, '{"jwtSecret": "known"}');
  await chown(path, another, another);
  const load = loadSecrets(folder, { overrides: {} as never, make: () => ({}) });
  await t.throwsAsync(load, { message: /secrets\.json belongs to another user/ });
});

/** Looks for programs in a cache, and says so where it would go on to download them. */
const findIn = (cacheDir: string) =>
  findPackagedPrograms([[]], {
    cacheDir,
    minimumFreeBytes: 0,
    onProgress: () => undefined,
    findSource: () => Promise.reject(new Error('the cache was taken')),
  });

test('a cache that other users can write gives no programs', async (t) => {
  const folder = await makeFolder(t);
  await t.throwsAsync(findIn(folder), { message: 'the cache was taken' });
  await chmod(folder, 0o777);
  await t.throwsAsync(findIn(folder), { message: /can be written by other users/ });
});

asRoot('a cache of another user gives no programs, nor does a folder in it', async (t) => {
  const [foreign, own] = [await makeFolder(t), await makeFolder(t)];
  await chown(foreign, another, another);
  await t.throwsAsync(findIn(foreign), { message: /belongs to another user \(uid 65534\)/ });
  const planted = join(own, 'planted');
  await mkdir(planted);
  const architecture = getArchitecture(process.arch).name;
  const manifest = { format: 1 as const, architecture, unpackedAt: '2026', packages: {}, programs: {}, files: {} };
  await writeManifest(planted, manifest);
  t.deepEqual(await findIn(own), {});
  await chown(planted, another, another);
  await t.throwsAsync(findIn(own), { message: /planted belongs to another user/ });
});

test('a file that was put beside unpacked programs is found', async (t) => {
  const folder = await makeFolder(t);
  await mkdir(join(folder, 'lib'));
  await writeFile(join(folder, 'lib/libone.so'), 'one');
  const manifest = {
    format: 1 as const,
    architecture: 'amd64' as const,
    unpackedAt: '2026-01-01T00:00:00.000Z',
    packages: {},
    programs: {},
    files: await describeFiles(folder),
  };
  t.is(await findDamage(folder, manifest), undefined);
  await writeFile(join(folder, 'lib/libtwo.so'), 'two');
  t.is(await findDamage(folder, manifest), 'lib/libtwo.so');
  await rm(join(folder, 'lib/libtwo.so'));
  await symlink('/elsewhere.so', join(folder, 'lib/link.so'));
  t.is(await findDamage(folder, manifest), 'lib/link.so');
});
