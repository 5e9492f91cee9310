import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { execa } from 'execa';

const template = new URL('../../../provision/box/lxc-template', import.meta.url);

// Root gets an overlay where the kernel has one, and everybody else a copy: both ways must end the same.
test('a box that cannot be unpacked whole makes no machine, neither now nor the next time', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-template-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [bases, machine, system] = ['bases', 'machine', 'system'].map((name) => join(folder, name));
  const tarball = join(folder, 'rootfs.tar.gz');
  await mkdir(join(system as string, 'rootfs'), { recursive: true });
  await mkdir(join(machine as string, 'rootfs'), { recursive: true });
  await writeFile(join(system as string, 'rootfs/file'), Buffer.from(Array.from({ length: 90_000 }, Math.random)));
  await writeFile(join(system as string, 'rootfs/late'), String(Array.from({ length: 9_000 }, Math.random)));
  await execa('tar', ['-C', system as string, '-czf', tarball, './rootfs/file', './rootfs/late']);
  await truncate(tarball, 30_000);
  await writeFile(join(machine as string, 'config'), `lxc.rootfs.path = dir:${machine}/rootfs\n`);
  const script = (await readFile(template, 'utf8')).replace(/^bases=.*$/m, `bases=${bases}`);
  const args = ['--tarball', tarball, '--name', 'web', '--path', machine, '--rootfs', `${machine}/rootfs`] as string[];
  for (const attempt of [1, 2]) {
    const { exitCode } = await execa('bash', ['-c', script, 'lxc-template', ...args], { reject: false });
    t.not(exitCode, 0, `attempt ${attempt}`);
    const kept = existsSync(bases as string) ? await readdir(bases as string) : [];
    t.deepEqual(
      kept.filter((name) => name !== 'lock' && name !== 'unfinished'),
      [],
    );
    t.false((await readFile(join(machine as string, 'config'), 'utf8')).includes('overlay:'));
  }
});
