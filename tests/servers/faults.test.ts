import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { haproxyPrograms } from '../../roles/haproxy/programs.ts';
import { mysqlPrograms } from '../../roles/mysql/programs.ts';
import { UserError } from '../../scripts/messages/user-error.ts';
import { findServers } from '../../scripts/servers/find-servers.ts';
import { findPackagedPrograms } from '../../scripts/servers/packaged-programs.ts';
import { unpackArchives } from '../../scripts/servers/unpack-archives.ts';
import { createFolder, isRoot, startFetch } from './ordinary-user.ts';

const noProgress = () => undefined;
const wanted = [mysqlPrograms, haproxyPrograms];

async function createTestFolder(t: ExecutionContext): Promise<string> {
  const { folder, remove } = await createFolder();
  t.teardown(remove);
  return folder;
}

async function createProgram(folder: string, name: string, script: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

/** What such a mysqld prints, and no more: the faults are in the answers. */
function answer(version: string, pluginDir: string): string {
  return `case "$*" in *--verbose*) echo 'plugin-dir   ${pluginDir}/' ;; *) echo 'mysqld  Ver ${version} for Linux on x86_64' ;; esac`;
}

const unusable: [string, (folder: string) => Promise<string>, RegExp][] = [
  ['does not exist', async (folder) => join(folder, 'mysqld'), /LAB_MYSQLD names .*mysqld, but there is no such file/],
  ['is a folder', async (folder) => dirname(await createProgram(folder, 'mysqld', '')), /it is not a file/],
  ['is MariaDB', (folder) => createProgram(folder, 'mysqld', answer('11.8.2-MariaDB', '/')), /it is MariaDB 11\.8\.2/],
  [
    'is too old',
    (folder) => createProgram(folder, 'mysqld', answer('8.0.34', '/')),
    /MySQL 8\.0\.34, older than 8\.0\.35/,
  ],
  [
    'has no plugins',
    (folder) => createProgram(folder, 'mysqld', answer('8.4.5', folder)),
    /has no group_replication\.so and no mysql_clone\.so/,
  ],
  ['does not run', (folder) => createProgram(folder, 'mysqld', 'exit 3'), /it does not run/],
  ['is something else', (folder) => createProgram(folder, 'mysqld', 'echo hello'), /not a mysqld's answer: hello/],
];

for (const [what, create, message] of unusable) {
  test(`LAB_MYSQLD that ${what} is an error that says so, and nothing is fetched instead`, async (t) => {
    const folder = await createTestFolder(t);
    const env = { LAB_MYSQLD: await create(join(folder, 'bin')) };
    const cacheDir = join(folder, 'cache');
    const error = await t.throwsAsync(
      findServers({ wanted, env, machineFolders: [], cacheDir, onProgress: noProgress }),
      {
        instanceOf: UserError,
      },
    );
    t.regex(error?.message ?? '', message);
    t.regex(error?.message ?? '', /Set LAB_MYSQLD to a mysqld 8\.0\.35 or newer/);
    await t.throwsAsync(readdir(cacheDir), { code: 'ENOENT' });
  });
}

test('a program that may not be executed is an error that says so', async (t) => {
  const path = await createProgram(await createTestFolder(t), 'haproxy', 'echo');
  await chmod(path, 0o644);
  const options = {
    wanted,
    env: { LAB_HAPROXY: path },
    machineFolders: [],
    cacheDir: '/nonexistent',
    onProgress: noProgress,
  };
  await t.throwsAsync(findServers(options), {
    instanceOf: UserError,
    message: /LAB_HAPROXY.*cannot be executed \(EACCES\)/,
  });
});

test("the environment's programs come before the machine's, and the first usable one of the machine is taken", async (t) => {
  const folder = await createTestFolder(t);
  await writeFile(join(folder, 'group_replication.so'), '');
  await writeFile(join(folder, 'mysql_clone.so'), '');
  const [old, good] = [join(folder, 'old'), join(folder, 'good')];
  await createProgram(old, 'mysqld', answer('8.0.30', folder));
  await createProgram(good, 'mysqld', answer('8.4.5', folder));
  await createProgram(good, 'mysql', answer('8.4.5', folder));
  await createProgram(good, 'haproxy', 'echo HAProxy version 2.8.1');
  const named = await createProgram(join(folder, 'named'), 'haproxy', 'echo HAProxy version 3.0.1');
  const options = { wanted, machineFolders: [old, good], cacheDir: join(folder, 'cache'), onProgress: noProgress };
  const servers = await findServers({ ...options, env: { LAB_HAPROXY: named } });
  t.like(servers.mysqld, { command: join(good, 'mysqld'), version: '8.4.5', origin: 'machine', before: [], after: [] });
  t.like(servers.haproxy, { command: named, version: '3.0.1', origin: 'environment' });
});

test('a full disk is an error before the first download', async (t) => {
  const folder = await createTestFolder(t);
  const { stdout, exitCode } = await startFetch(join(folder, 'cache'), ['1e18']);
  t.is(exitCode, 1);
  t.like(JSON.parse(stdout), { name: 'UserError', next: `df -h '${folder}/cache'` });
  t.regex(JSON.parse(stdout).message, /needs 1000000000000 MB of room in .*cache, but its disk has only \d+ MB free/);
  t.deepEqual(await readdir(join(folder, 'cache')), []);
});

(isRoot ? test.skip : test)('a cache folder that may not be written is named, with the reason', async (t) => {
  const folder = await createTestFolder(t);
  await chmod(folder, 0o555);
  const { stdout } = await startFetch(join(folder, 'cache'));
  t.like(JSON.parse(stdout), { name: 'UserError', next: `ls -ld '${folder}/cache'` });
  t.regex(JSON.parse(stdout).message, /cache cannot be written: this user may not write there \(EACCES\)/);
});

test('a file in the place of the cache folder is named', async (t) => {
  const folder = await createTestFolder(t);
  await writeFile(join(folder, 'cache'), 'a file');
  const { stdout } = await startFetch(join(folder, 'cache'));
  t.regex(JSON.parse(stdout).message, /cache cannot be written: a file is in its place/);
  t.is(await readFile(join(folder, 'cache'), 'utf8'), 'a file');
});

test('a path that the loader would split is refused', async (t) => {
  const folder = await createTestFolder(t);
  const { stdout } = await startFetch(join(folder, 'a:b'));
  t.regex(JSON.parse(stdout).message, /has the character : in it/);
});

test('a machine without apt and without servers is told what to install', async (t) => {
  const folder = await createTestFolder(t);
  const { stdout, exitCode } = await startFetch(join(folder, 'cache'), [], { PATH: '/nonexistent' });
  t.is(exitCode, 1);
  t.regex(JSON.parse(stdout).message, /no usable mysqld, no mysql, no haproxy, and no apt/);
});

test('a network that is down is said with the mirror, the command and what apt printed', async (t) => {
  const cacheDir = join(await createTestFolder(t), 'cache');
  // Nothing listens on the discard port of this machine.
  const repositories = [{ uri: 'http://127.0.0.1:9/debian/', suite: 'sid', components: ['main'] }];
  const findSource = async () => ({ distribution: 'Debian' as const, repositories });
  const options = { cacheDir, minimumFreeBytes: 0, findSource, onProgress: noProgress };
  const error = await t.throwsAsync(findPackagedPrograms([haproxyPrograms], options), { instanceOf: UserError });
  t.regex(
    error?.message ?? '',
    /could not be fetched from http:\/\/127\.0\.0\.1:9\/debian\/ \(sid\): the mirror cannot be reached/,
  );
  t.regex(error?.message ?? '', /apt-get -c .* update printed:\n {2}/);
  t.deepEqual(await readdir(cacheDir), []);
});

/** Settings of the machine's own apt, as if they were in /etc/apt. */
async function createAptSettings(t: ExecutionContext, settings: string): Promise<Record<string, string>> {
  const path = join(await createTestFolder(t), 'apt.conf');
  await writeFile(path, settings, { mode: 0o644 });
  await chmod(dirname(path), 0o755);
  return { APT_CONFIG: path };
}

test("the machine's proxy is kept: one that is down is what cannot be reached", async (t) => {
  const env = await createAptSettings(
    t,
    'Acquire { http::Proxy "http://127.0.0.1:9"; https::Proxy "http://127.0.0.1:9"; };',
  );
  const { stdout } = await startFetch(join(await createTestFolder(t), 'cache'), [], env);
  t.regex(JSON.parse(stdout).message, /cannot be reached.*127\.0\.0\.1:9/s);
});

test('a machine that never ran apt-get update finds its mirror too', async (t) => {
  const lists = await createTestFolder(t);
  await mkdir(join(lists, 'partial'));
  const env = await createAptSettings(t, `Dir::State::lists "${lists}";`);
  const { stdout } = await startFetch(join(await createTestFolder(t), 'cache'), ['1e18'], env);
  t.regex(JSON.parse(stdout).message, /of room/);
});

test('an abort in the middle of a download ends it and leaves nothing behind', async (t) => {
  const cacheDir = join(await createTestFolder(t), 'cache');
  const controller = new AbortController();
  const onProgress = (text: string) => text.startsWith('Reading') && setImmediate(() => controller.abort());
  const found = findServers({ wanted, env: {}, machineFolders: [], cacheDir, onProgress, signal: controller.signal });
  await t.throwsAsync(found, { any: true, name: 'AbortError' });
  t.deepEqual(await readdir(cacheDir), []);
});

test('a damaged archive is named and not taken for unpacked', async (t) => {
  const folder = await createTestFolder(t);
  await mkdir(join(folder, 'package/DEBIAN'), { recursive: true });
  await writeFile(
    join(folder, 'package/DEBIAN/control'),
    'Package: libx\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n',
  );
  await writeFile(join(folder, 'package/data'), Buffer.alloc(200_000, Math.random().toString()));
  const archive = join(folder, 'libx_1_all.deb');
  await execa('dpkg-deb', ['--build', join(folder, 'package'), archive]);
  await unpackArchives([archive], { folder: join(folder, 'sound') });
  const bytes = await readFile(archive);
  await writeFile(archive, bytes.fill(0xff, Math.floor(bytes.length * 0.7), Math.floor(bytes.length * 0.9)));
  const error = await t.throwsAsync(unpackArchives([archive], { folder: join(folder, 'root') }), {
    instanceOf: UserError,
  });
  t.regex(error?.message ?? '', /libx_1_all\.deb could not be unpacked into .*: it is damaged\. It is fetched again/);
});
