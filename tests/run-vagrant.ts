import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { UserError } from '../scripts/messages/user-error.ts';
import { projectDir } from '../scripts/settings/config.ts';
import { readLabFile } from '../scripts/settings/lab-file.ts';
import { waitFor } from '../scripts/waiting/wait.ts';
import { accepts } from './vagrant/support/vagrant-lab.ts';

// Runs the tests of tests/vagrant on five machines of their own, and leaves nothing behind, however it ends.
// `--part vagrant` or `--part foreign` runs one of the two, `--short` what CI has time for, `--provider NAME` chooses what runs the
// machines; the rest goes to ava. LAB_PREFIX takes another network than lab.json's.

// An emulated processor takes ten times as long.
const limitMinutes = (provider: string) => (provider === 'libvirt' ? 120 : 45);
const portShift = 21_000;
const prefix = process.env.LAB_PREFIX ?? readLabFile(join(projectDir, 'lab.json')).network.prefix;

type Environment = Record<string, string>;

/** The tests of one set of machines, and what they and Vagrant have to know. */
interface Part {
  tests: string;
  environment(folder: string): Environment;
}

const parts: Record<string, Part> = {
  vagrant: { tests: 'tests/vagrant/lab.test.ts', environment: (folder) => ({ LAB_FILE: join(folder, 'lab.json') }) },
  foreign: { tests: 'tests/vagrant/foreign.test.ts', environment: describeForeign },
};

const stop = new AbortController();

/** Runs the parts that were asked for; gives the exit code. */
async function run(words: string[]): Promise<number> {
  const { value, rest: others } = takeOption(words, '--provider');
  const { chosen, rest } = takeParts(others);
  const provider = value ?? (await chooseProvider());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  let worst = 0;
  for (const part of chosen) {
    if (!stop.signal.aborted) worst = Math.max(worst, await runPart(part, { provider, words: rest }));
  }
  return worst;
}

// Titles of tests/vagrant/lab.
const short = [
  'from nothing to a working API*',
  'each machine has*',
  'a person registers*',
  'a member that is killed*',
  'after halt and up of all machines*',
  'provisioning again changes nothing',
];

function takeParts(words: string[]) {
  if (words.includes('--short')) {
    const chosen = [parts.vagrant as Part];
    return {
      chosen,
      rest: [...words.filter((word) => word !== '--short'), ...short.map((title) => `--match=${title}`)],
    };
  }
  const { value, rest } = takeOption(words, '--part');
  if (value === undefined) return { chosen: Object.values(parts), rest };
  const part = parts[value];
  if (!part)
    throw new UserError(`There is no part "${value}"`, { next: `name one of: ${Object.keys(parts).join(', ')}` });
  return { chosen: [part], rest };
}

function takeOption(words: string[], name: string) {
  const at = words.indexOf(name);
  if (at === -1) return { value: undefined, rest: words };
  return { value: words[at + 1] ?? '', rest: words.toSpliced(at, 2) };
}

async function runPart(part: Part, { provider, words }: { provider: string; words: string[] }) {
  await requireNoLab();
  const folder = await mkdtemp(join(tmpdir(), 'lab-vagrant-'));
  await writeLabFile(folder);
  const env = {
    VAGRANT_DOTFILE_PATH: join(folder, '.vagrant'),
    VAGRANT_DEFAULT_PROVIDER: provider,
    LAB_PORT_SHIFT: String(portShift),
    LAB_UP_LIMIT_S: process.env.LAB_UP_LIMIT_S ?? (provider === 'libvirt' ? '3600' : '300'),
    ...(provider === 'libvirt' && { LAB_SLOWNESS: '5' }),
    ...part.environment(folder),
  };
  const minutes = limitMinutes(provider);
  const timer = setTimeout(() => stop.abort(), minutes * 60_000);
  const startedMs = Date.now();
  try {
    return await runTests([part.tests, ...words], { env, minutes });
  } finally {
    clearTimeout(timer);
    await execa('vagrant', ['destroy', '--force'], { cwd: projectDir, env, stdio: 'inherit', reject: false });
    await rm(folder, { recursive: true, force: true });
    console.log(`${Math.round((Date.now() - startedMs) / 1000)} s in all.`);
  }
}

// The project's lab.json, with a profile of a kind of host that only tests have.
async function writeLabFile(folder: string) {
  const lab = JSON.parse(await readFile(join(projectDir, 'lab.json'), 'utf8'));
  const echo = {
    name: 'echo',
    role: './tests/support/roles/echo',
    lastOctet: 59,
    memoryMb: 512,
    localPorts: { http: 3060 },
  };
  const changed = { ...lab, network: { ...lab.network, prefix }, profiles: { ...lab.profiles, echo: [echo] } };
  await writeFile(join(folder, 'lab.json'), JSON.stringify(changed));
}

// Machines that Vagrant makes and then knows no more of: the lab comes to them by SSH.
function describeForeign(folder: string): Environment {
  const { hosts } = readLabFile(join(projectDir, 'lab.json'));
  const web = hosts.find(({ role }) => role === 'web');
  return {
    VAGRANT_CWD: join(projectDir, 'tests/vagrant/foreign'),
    LAB_FOREIGN_KEY: join(folder, 'landlord.pub'),
    LAB_FILE: join(folder, 'lab.json'),
    LAB_SSH_KEY: join(folder, 'lab-key'),
    API_URL: `http://${prefix}.${web?.lastOctet}`,
  };
}

// In a process group of its own: Vagrant, which a test has started, has to be gone before the machines are destroyed.
async function runTests(words: string[], { env, minutes }: { env: Environment; minutes: number }) {
  const args = ['--serial', '--verbose', `--timeout=${minutes}m`, ...words];
  const options = { cwd: projectDir, env, stdio: 'inherit', detached: true, reject: false, preferLocal: true } as const;
  const ava = execa('ava', args, options);
  const end = () => process.kill(-(ava.pid as number), 'SIGINT');
  stop.signal.addEventListener('abort', end, { once: true });
  const { exitCode } = await ava;
  stop.signal.removeEventListener('abort', end);
  if (stop.signal.aborted) {
    console.error(`The tests were ended: by a signal, or because ${minutes} minutes were over.`);
    await waitFor(() => !isAlive(-(ava.pid as number)), { what: 'Vagrant to end', timeoutMs: 120_000 }).catch(() => {});
  }
  return exitCode ?? 1;
}

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
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
    next: 'sudo provision/lxc/host.sh up && sudo provision/box/build.sh',
  });
}

// Its machines would have the same names and addresses.
async function requireNoLab() {
  const { hosts } = readLabFile(join(projectDir, 'lab.json'));
  const answers = await Promise.all(hosts.map(({ lastOctet }) => accepts(`${prefix}.${lastOctet}`, 22, 1_000)));
  if (!answers.includes(true)) return;
  throw new UserError(`A lab runs on ${prefix}.0/24 already, and there can be one`, {
    next: 'vagrant destroy, then repeat',
  });
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(describeFailure(error));
    process.exitCode = 1;
  },
);
