import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { findFreePorts } from '../../scripts/lifecycle/throw-away-lab.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import { runLab } from './support/command.ts';

const withFolder = test.macro(async (t, work: (t: import('ava').ExecutionContext, folder: string) => Promise<void>) => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-faulty-'));
  try {
    await work(t, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

// Another than that of the lab of this run.
const elsewhere = { LAB_PORT_SHIFT: '19300' };

test('a folder that holds other files is refused and left as it was', withFolder, async (t, folder) => {
  await writeFile(join(folder, 'precious.txt'), 'mine');
  const { exitCode, stderr } = await runLab(['up'], { ...elsewhere, LAB_DIR: folder });
  t.is(exitCode, 1);
  t.regex(stderr, /holds files that are not a lab's[\s\S]*set LAB_DIR/);
  t.notRegex(stderr, /\n\s+at /);
  t.deepEqual(await readdir(folder), ['precious.txt']);
});

test('a command that needs a lab says how to start one', withFolder, async (t, folder) => {
  const { exitCode, stderr } = await runLab(['status'], { ...elsewhere, LAB_DIR: join(folder, 'none') });
  t.is(exitCode, 1);
  t.regex(stderr, /There is no lab in [\s\S]*npm start/);
});

test('a lab of another checkout is left to that one, while it is there', withFolder, async (t, folder) => {
  const place = { ...elsewhere, LAB_DIR: join(folder, 'lab') };
  const other = join(folder, 'other');
  await Promise.all([mkdir(place.LAB_DIR), mkdir(other)]);
  await writeFile(join(place.LAB_DIR, 'mysql-group-lab.json'), JSON.stringify({ format: 1, project: other }));
  await writeFile(join(other, 'lab.json'), '{}');
  for (const command of [['up'], ['status'], ['destroy', '--yes']]) {
    const { exitCode, stderr } = await runLab(command, place);
    t.is(exitCode, 1, command.join(' '));
    t.regex(stderr, /is that of another checkout, .*other[\s\S]*set LAB_DIR/, command.join(' '));
  }
  t.deepEqual(await readdir(place.LAB_DIR), ['mysql-group-lab.json']);
  await rm(other, { recursive: true });
  t.is((await runLab(['destroy', '--yes'], place)).exitCode, 0, 'the checkout that made it is gone');
});

test('a taken port is named, with its owner and the variable that moves the lab', withFolder, async (t, folder) => {
  const { shift } = await findFreePorts();
  const port = 3000 + shift;
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { exitCode, stderr } = await runLab(['up'], { LAB_PORT_SHIFT: `${shift}`, LAB_DIR: join(folder, 'lab') });
    t.is(exitCode, 1);
    t.regex(stderr, new RegExp(`${port} \\(web, http\\) is taken by .*LAB_PORT_SHIFT`, 's'));
    // That advice works: no lab was made, so none keeps its first ports.
    const moved = await runLab(['up'], { LAB_PORT_SHIFT: '3000', LAB_DIR: join(folder, 'lab') });
    t.regex(moved.stderr, /Browsers refuse to speak HTTP to port 6000/);
  } finally {
    server.close();
  }
});

test('a lab.json with mistakes starts nothing and names them all', withFolder, async (t, folder) => {
  const file = JSON.parse(await readFile(join(projectDir, 'lab.json'), 'utf8'));
  file.hosts[0].lastOctet = 999;
  file.hosts[1].name = 'mysql-1';
  await writeFile(join(folder, 'lab.json'), JSON.stringify(file));
  const place = { ...elsewhere, LAB_FILE: join(folder, 'lab.json'), LAB_DIR: join(folder, 'lab') };
  const { exitCode, stderr } = await runLab(['up'], place);
  t.is(exitCode, 1);
  t.regex(stderr, /hosts\[0\]\.lastOctet[\s\S]*hosts\[1\]\.name/);
  t.deepEqual(await readdir(folder), ['lab.json']);
});

test('a setting that cannot be used is named', async (t) => {
  const { exitCode, stderr } = await runLab(['status'], { LAB_PORT_SHIFT: 'many' });
  t.is(exitCode, 1);
  t.regex(stderr, /LAB_PORT_SHIFT/);
});

test('an unknown command and an unknown option are a line, not a stack', async (t) => {
  const unknown = await runLab(['explode']);
  t.is(unknown.exitCode, 1);
  t.regex(unknown.stderr, /no command "explode"/);
  t.notRegex(unknown.stderr, /\n\s+at /);
});

test('an unknown host is answered with the hosts there are', async (t) => {
  const { exitCode, stderr } = await runLab(['kill', 'mysql-9']);
  t.is(exitCode, 1);
  t.regex(stderr, /no host "mysql-9"[\s\S]*mysql-1, mysql-2, mysql-3, haproxy, web/);
});

test('a host that is left out is asked for', async (t) => {
  const { exitCode, stderr } = await runLab(['kill']);
  t.is(exitCode, 1);
  t.regex(stderr, /HOST/i);
  t.notRegex(stderr, /\n\s+at /);
});

test('nothing is destroyed without --yes', async (t) => {
  const { exitCode, stderr } = await runLab(['destroy']);
  t.is(exitCode, 1);
  t.regex(stderr, /This would end every host and delete/);
});

test('a state file that is damaged is named, with what to do', withFolder, async (t, folder) => {
  const stateDir = join(folder, 'lab');
  await mkdir(stateDir);
  await writeFile(join(stateDir, 'mysql-group-lab.json'), '{"format":1}');
  await writeFile(join(stateDir, 'secrets.json'), '{"root":');
  const { exitCode, stderr } = await runLab(['status'], { ...elsewhere, LAB_DIR: stateDir });
  t.is(exitCode, 1);
  t.regex(stderr, /secrets\.json is damaged/);
});

test('a mistyped option changes nothing', async (t) => {
  const { exitCode, stderr } = await runLab(['recover', '--forse']);
  t.is(exitCode, 1);
  t.regex(stderr, /does not know "--forse"; nothing was done/);
});

test('another port shift than the lab was made with is refused', async (t) => {
  const { exitCode, stderr } = await runLab(['status'], { LAB_PORT_SHIFT: '19999' });
  t.is(exitCode, 1);
  t.regex(stderr, /was made with LAB_PORT_SHIFT=\d+, and keeps its ports[\s\S]*LAB_DIR=/);
});

test('an account that MySQL itself needs is not given to the application', async (t) => {
  const { exitCode, stderr } = await runLab(['status'], { DB_USERNAME: 'root' });
  t.is(exitCode, 1);
  t.regex(stderr, /DB_USERNAME: is a name that MySQL or the lab itself uses/);
});

test('a damaged lab can be destroyed', withFolder, async (t, folder) => {
  const stateDir = join(folder, 'lab');
  await mkdir(stateDir);
  await writeFile(join(stateDir, 'mysql-group-lab.json'), '{"format":1}');
  await writeFile(join(stateDir, 'lab.json'), '{');
  const { exitCode } = await runLab(['destroy', '--yes'], { ...elsewhere, LAB_DIR: stateDir });
  t.is(exitCode, 0);
  t.deepEqual(await readdir(folder), []);
});
