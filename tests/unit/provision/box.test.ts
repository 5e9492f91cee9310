import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { execa } from 'execa';
import { projectDir } from '../../../scripts/settings/config.ts';

const script = join(projectDir, 'provision/box/build.sh');

async function build(words: string[], boxes = '/nonexistent') {
  const env = { VAGRANT_HOME: boxes };
  const { exitCode, stdout, stderr } = await execa('bash', [script, ...words], { env, reject: false });
  return { exitCode, text: stdout + stderr };
}

test('a provider that has no box of packages is said with those that have', async (t) => {
  const { exitCode, text } = await build(['--provider', 'hyperv']);
  t.is(exitCode, 1);
  t.is(text, 'There is no box of packages for the provider "hyperv"\n  Next: name one of: lxc, libvirt, virtualbox');
});

test('a word that the command does not know builds nothing', async (t) => {
  const { exitCode, text } = await build(['--bear']);
  t.is(exitCode, 1);
  t.regex(text, /does not know --bear\n {2}Next: build\.sh/);
});

test('a box is checked against the packages of this checkout, and by its age', async (t) => {
  const home = await mkdtemp(join(tmpdir(), 'lab-vagrant-home-'));
  t.teardown(() => rm(home, { recursive: true, force: true }));
  const folder = join(home, 'boxes/mysql-group-lab-bare/0/libvirt');
  await mkdir(folder, { recursive: true });
  const keep = (made: string, content: string) =>
    writeFile(
      join(folder, 'metadata.json'),
      `{"provider": "libvirt", "lab": {"made": "${made}", "content": "${content}"}}\n`,
    );
  const check = (...words: string[]) => build(['--check', '--bare', '--provider', ...words], home);
  const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const today = new Date().toISOString().slice(0, 10);

  t.regex((await check('virtualbox')).text, /has no box mysql-group-lab-bare for virtualbox\n.*--from packages --bare/);
  await keep(today, nothing);
  t.deepEqual(await check('libvirt'), { exitCode: 0, text: `The box of ${today} is up to date.` });
  await keep(today, 'other');
  t.regex((await check('libvirt')).text, /is out of date: this checkout needs other packages/);
  await keep('2026-01-02', nothing);
  t.regex((await check('libvirt')).text, /of 2026-01-02 is out of date: its packages are older than 90 days/);
});
