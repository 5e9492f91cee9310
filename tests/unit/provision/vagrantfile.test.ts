import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { projectDir } from '../../../scripts/settings/config.ts';
import { hasProgram } from './has-program.ts';

const script = join(projectDir, 'tests/unit/provision/validate.rb');
const hasVagrant = hasProgram('ruby', '-e', 'require "vagrant"');
const withVagrant = hasVagrant ? test : test.skip;

/** What Vagrant says of the machines of VirtualBox; change turns the Vagrantfile into another. */
async function validate(t: ExecutionContext, change = (text: string) => text) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-vagrantfile-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['provision', 'roles', 'lab.json']) await symlink(join(projectDir, name), join(folder, name));
  await writeFile(join(folder, 'Vagrantfile'), change(await readFile(join(projectDir, 'Vagrantfile'), 'utf8')));
  const env = {
    LAB_PREFIX: '192.168.56',
    VAGRANT_HOME: join(folder, 'home'),
    VAGRANT_DOTFILE_PATH: join(folder, '.vagrant'),
  };
  const { stdout } = await execa('ruby', [script, folder, 'virtualbox'], { env });
  return stdout.split('\n');
}

withVagrant("Vagrant's own validation finds nothing wrong with the machines of VirtualBox", async (t) => {
  t.deepEqual(await validate(t), [
    'mysql-1 192.168.56.53',
    'mysql-2 192.168.56.54',
    'mysql-3 192.168.56.55',
    'haproxy 192.168.56.52',
    'web 192.168.56.51',
  ]);
});

withVagrant('a setting that VirtualBox does not have is found', async (t) => {
  const lines = await validate(t, (text) => text.replace('linked_clone', 'linked_klone'));
  t.is(lines[0], "mysql-1 192.168.56.53 The following settings shouldn't exist: linked_klone");
});
