import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { openLab } from '../../scripts/lab/open-lab.ts';
import type { Status } from '../../scripts/status/collect-status.ts';
import { signalProgram } from '../../scripts/targets/local/host-process.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from './support/command.ts';
import { useLab } from './support/lab.ts';

// A kind of host that only tests have: everything the lab knows of it is in tests/support/roles/echo, and its hosts are
// in a lab.json of these tests' own.
const test = anyTest.serial as TestFn<{ folder: string; labFile: string | undefined }>;
const echoHosts = [1, 2].map((number) => ({
  name: `echo-${number}`,
  role: './tests/support/roles/echo',
  lastOctet: 80 + number,
  memoryMb: 256,
  localPorts: { http: 3200 + number },
}));

test.before('a lab.json with a profile of two such hosts', async (t) => {
  t.timeout(600_000);
  await (await useLab()).waitUntilWhole();
  const { config } = await openLab();
  const folder = await mkdtemp(join(tmpdir(), 'lab-roles-'));
  const file = JSON.parse(await readFile(config.labFile, 'utf8'));
  const path = join(folder, 'lab.json');
  await writeFile(path, JSON.stringify({ ...file, profiles: { echo: echoHosts } }));
  t.context = { folder, labFile: process.env.LAB_FILE };
  process.env.LAB_FILE = path;
});

test.after.always(async (t) => {
  await runLab(['remove', 'echo']);
  if (t.context.labFile === undefined) delete process.env.LAB_FILE;
  else process.env.LAB_FILE = t.context.labFile;
  await rm(t.context.folder, { recursive: true, force: true });
});

async function succeed(t: ExecutionContext, ...args: string[]) {
  const { exitCode, stdout, stderr } = await runLab(args);
  t.is(exitCode, 0, `${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

// Where the computer has much to do, a part of a sound lab may answer a single look too late.
async function waitUntilWhole() {
  const isWhole = async () => (await readStatus()).isWhole;
  await waitFor(isWhole, { what: 'the whole lab with its profiles to work', timeoutMs: 120_000 });
}

async function readStatus() {
  const { exitCode, stdout } = await runLab(['status', '--json']);
  const status = JSON.parse(stdout) as Status;
  return { isWhole: exitCode === 0, hosts: status.hosts, echo: status.hosts.filter(({ role }) => role === 'echo') };
}

async function listPids() {
  const { config, file } = await openLab();
  return file.hosts.map(({ name }) => [name, readFileSync(join(hostDir(config.stateDir, { name }), 'pid'), 'utf8')]);
}

async function ask(name: string) {
  const { target } = await openLab();
  const host = target.hosts.find((each) => each.name === name);
  if (!host) throw new Error(`no host ${name}`);
  const { address, port } = target.view.at(host, 'http');
  return (await fetchText(`http://${address}:${port}/`, { timeoutMs: 5_000 })).text.trim();
}

test.beforeEach((t) => t.timeout(600_000));

test('add starts the hosts of a profile beside the lab and touches no other host', async (t) => {
  const before = await listPids();
  t.regex(await succeed(t, 'add', 'echo'), /^echo-1, echo-2: part of the lab/m);
  t.is(await ask('echo-1'), 'echo-1 beside 3 members, OpenSesame');
  t.is(await ask('echo-2'), 'echo-2 beside 3 members, OpenSesame');
  t.deepEqual(await listPids(), before);
});

test('status shows them in its table and for programs', async (t) => {
  await waitUntilWhole();
  t.regex(
    (await runLab(['status'])).stdout,
    /^echo-1 +Echo +127\.0\.0\.1:\d+ +echo-1 beside 3 members, OpenSesame +1\.0$/m,
  );
  const { hosts, echo } = await readStatus();
  t.is(hosts.length, 7);
  for (const host of echo) t.like(host, { host: 'running', healthy: true, title: 'Echo', version: '1.0' });
});

for (const [fault, mend, word] of [
  ['kill', 'start', 'stopped'],
  ['stop', 'start', 'stopped'],
  ['pause', 'resume', 'paused'],
] as const) {
  test(`${fault} ends what it does, and ${mend} waits until it answers again`, async (t) => {
    await succeed(t, fault, 'echo-1');
    const { isWhole, echo } = await readStatus();
    t.false(isWhole);
    t.like(echo[0], { host: word, healthy: false, text: word });
    t.is(echo[1]?.host, 'running');
    t.regex(await succeed(t, mend, 'echo-1'), /^echo-1 answers after/);
    t.is(await ask('echo-1'), 'echo-1 beside 3 members, OpenSesame');
  });
}

test('its supervisor starts it again when it dies unasked', async (t) => {
  const { config } = await openLab();
  const folder = hostDir(config.stateDir, { name: 'echo-2' });
  const pid = () => readFileSync(join(folder, 'pid'), 'utf8');
  const before = pid();
  signalProgram(folder, 'SIGKILL');
  const isBack = async () => pid() !== before && (await ask('echo-2').catch(() => false));
  await waitFor(isBack, { what: 'echo-2 to answer again', timeoutMs: 60_000 });
  t.is(await ask('echo-2'), 'echo-2 beside 3 members, OpenSesame');
  await waitUntilWhole();
});

test('what its role cannot do is refused, and so is a profile that is not there', async (t) => {
  const reload = await runLab(['reload', 'echo-1']);
  t.is(reload.exitCode, 1);
  t.regex(reload.stderr, /Echo cannot read its configuration anew/);
  const unknown = await runLab(['add', 'edge']);
  t.is(unknown.exitCode, 1);
  t.regex(unknown.stderr, /lab\.json has no profile "edge"\n.*name one of: echo/);
});

test('remove stops them and touches no other host; a second one says that they are not on', async (t) => {
  const before = await listPids();
  const { config } = await openLab();
  await succeed(t, 'remove', 'echo');
  t.deepEqual(await listPids(), before);
  await waitUntilWhole();
  t.is((await readStatus()).hosts.length, 5);
  t.throws(() => readFileSync(join(hostDir(config.stateDir, { name: 'echo-1' }), 'pid')), { code: 'ENOENT' });
  const again = await runLab(['remove', 'echo']);
  t.is(again.exitCode, 1);
  t.regex(again.stderr, /"echo" is not on/);
});

test('up --with starts a profile too, and the next up remembers it', async (t) => {
  const before = await listPids();
  await succeed(t, 'up', '--with', 'echo');
  t.is((await readStatus()).echo.length, 2);
  await succeed(t, 'stop', 'echo-1');
  await succeed(t, 'up');
  t.is(await ask('echo-1'), 'echo-1 beside 3 members, OpenSesame');
  t.deepEqual(await listPids(), before);
});
