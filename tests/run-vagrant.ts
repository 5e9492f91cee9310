import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectDir } from '../scripts/config.ts';
import { describeFailure } from '../scripts/failure-text.ts';
import { readLabFile } from '../scripts/lab-file.ts';
import { UserError } from '../scripts/user-error.ts';
import { accepts } from './vagrant/support/vagrant-lab.ts';

// Runs the tests of tests/vagrant on five machines of their own, and leaves nothing behind, however it ends.

const limitMs = 25 * 60_000;
const portShift = 21_000;

/** Runs the tests; gives the exit code. */
async function run(): Promise<number> {
  const provider = await chooseProvider();
  await requireNoLab();
  const folder = await mkdtemp(join(tmpdir(), 'lab-vagrant-'));
  const env = {
    VAGRANT_DOTFILE_PATH: join(folder, '.vagrant'),
    VAGRANT_DEFAULT_PROVIDER: provider,
    LAB_PORT_SHIFT: String(portShift),
  };
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  const timer = setTimeout(() => stop.abort(), limitMs);
  const startedMs = Date.now();
  try {
    return await runTests(env, stop.signal);
  } finally {
    clearTimeout(timer);
    await execa('vagrant', ['destroy', '--force'], { cwd: projectDir, env, stdio: 'inherit', reject: false });
    await rm(folder, { recursive: true, force: true });
    console.log(`${Math.round((Date.now() - startedMs) / 1000)} s in all.`);
  }
}

async function runTests(env: Record<string, string>, cancelSignal: AbortSignal) {
  const args = ['--serial', '--verbose', '--timeout=25m', 'tests/vagrant/*.test.ts', ...process.argv.slice(2)];
  const options = { cwd: projectDir, env, stdio: 'inherit', cancelSignal, reject: false, preferLocal: true } as const;
  const { exitCode, isCanceled } = await execa('ava', args, options);
  if (isCanceled) console.error(`The tests were ended: by a signal, or because ${limitMs / 60_000} minutes were over.`);
  return exitCode ?? 1;
}

async function chooseProvider() {
  const version = await execa('vagrant', ['--version'], { reject: false });
  if (version.exitCode !== 0)
    throw new UserError('Vagrant is not installed', { next: 'sudo provision/lxc/host.sh up, or install it' });
  if (process.env.VAGRANT_DEFAULT_PROVIDER) return process.env.VAGRANT_DEFAULT_PROVIDER;
  const virtualBox = await execa('VBoxManage', ['--version'], { reject: false });
  if (virtualBox.exitCode === 0) return 'virtualbox';
  if (existsSync('/sys/class/net/labbr0')) return 'lxc';
  throw new UserError('There is no provider that Vagrant could use: neither VirtualBox nor containers', {
    next: 'sudo provision/lxc/host.sh up && sudo provision/lxc/build-box.sh',
  });
}

// Its machines would have the same names and addresses.
async function requireNoLab() {
  const { network, hosts } = readLabFile(join(projectDir, 'lab.json'));
  const answers = await Promise.all(hosts.map(({ lastOctet }) => accepts(`${network.prefix}.${lastOctet}`, 22, 1_000)));
  if (!answers.includes(true)) return;
  throw new UserError(`A lab runs on ${network.prefix}.0/24 already, and there can be one`, {
    next: 'vagrant destroy, then repeat',
  });
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(describeFailure(error));
    process.exitCode = 1;
  },
);
