import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';

// lab-host runs as root on a machine, for an account that an attacker may have taken: what it is told is data.

/** A machine's folders in a temporary folder, and lab-host of this project for them. */
async function makeMachine(t: ExecutionContext, role: string) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-host-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const etc = join(folder, 'etc');
  await mkdir(join(etc, 'roles'), { recursive: true });
  await writeFile(join(etc, 'host.env'), `LAB_ADDRESS=10.1.2.53\nLAB_ROLE=${role}\nLAB_PREFIX=10.1.2\n`);
  const conf = (await readFile(`roles/${role}/machine.conf`, 'utf8')).replaceAll(/\/(?:etc|var\/log)\//g, `${folder}/`);
  await mkdir(join(folder, 'mysql/mysql.conf.d'), { recursive: true });
  await writeFile(join(etc, `roles/${role}.conf`), conf);
  await copyFile(`roles/${role}/machine.sh`, join(etc, `roles/${role}.sh`)).catch(() => undefined);
  const main = (await readFile('provision/lab-host/main.sh', 'utf8'))
    .replace('etc=/etc/mysql-group-lab', `etc=${etc}`)
    .replace('parts=/usr/local/lib/mysql-group-lab', 'parts=provision/lab-host');
  await writeFile(join(folder, 'lab-host'), main);
  const labHost = async (words: string[], input = '') => {
    const { exitCode, stdout, stderr } = await execa('bash', [join(folder, 'lab-host'), ...words], {
      input,
      reject: false,
      env: { PATH: `${folder}/bin:${process.env.PATH}` },
    });
    return { exitCode, stdout, stderr };
  };
  const record = await recordCommands(folder);
  return { folder, etc, labHost, record };
}

/** Has the programs that act on the machine write down how they are called, and what they are given, and do nothing. */
async function recordCommands(folder: string) {
  const log = join(folder, 'commands');
  await mkdir(join(folder, 'bin'));
  await writeFile(log, '');
  for (const name of ['nft', 'systemctl', 'journalctl', 'tail', 'tc', 'ip', 'find', 'setpriv']) {
    await writeFile(join(folder, 'bin', name), `#!/bin/sh\necho "${name} $*" >>'${log}'\n`, { mode: 0o755 });
  }
  return () => readFile(log, 'utf8');
}

const hostile: [string, string, string[]][] = [
  ['an address with a rule behind it', 'mysql', ['partition', '10.1.2.54 } accept; #']],
  ['an address with a second line', 'mysql', ['partition', '10.1.2.54\nflush ruleset']],
  ['an address of another network', 'mysql', ['partition', '10.9.9.9']],
  ['no address to be cut off from', 'mysql', ['partition']],
  ['a member to refuse with a second line', 'mysql', ['shut-out', '10.1.2.54\n include "/tmp/x"']],
  ['a number of lines that is an option', 'mysql', ['logs', '--follow=name /etc/shadow']],
  ['a number of lines with a unit', 'web', ['logs', '10 -u ssh']],
  ['a file for the journal', 'web', ['logs', '--file=/etc/shadow']],
  ['a delay that is an option', 'mysql', ['slow', '1ms loss 100%', '10.1.2.51']],
  ['a delay of an hour', 'mysql', ['slow', '3600000', '10.1.2.51']],
  ['a peer that is an option', 'mysql', ['slow', '50', '-f 10.1.2.51']],
  ['a file by its path', 'mysql', ['put', '/etc/cron.d/x']],
  ['a file above its place', 'mysql', ['put', '../host.env']],
  ['no file', 'mysql', ['put', '']],
  ['a role by its path', 'web', ['--of', '../../tmp/x', 'state']],
  ['a role that is not here', 'web', ['--of', 'mysql', 'state']],
  ['a function of lab-host as a verb', 'mysql', ['require_number', '1']],
  ['a verb with a blank', 'mysql', ['prepare; reboot']],
];

for (const [what, role, words] of hostile) {
  test(`lab-host refuses ${what}, and does nothing`, async (t) => {
    const { labHost, record } = await makeMachine(t, role);
    const { exitCode, stderr } = await labHost(words, 'x');
    t.is(exitCode, 1, stderr);
    t.not(stderr, '');
    t.is(await record(), '');
  });
}

const refusedFiles: [string, string][] = [
  ['a value over two lines', 'STATS_USER="a\nb"\n'],
  ['a value without quotes', 'STATS_USER=a b\n'],
  ['a value with more behind it', 'STATS_USER="a" CONFIG="b"\n'],
];

for (const [what, text] of refusedFiles) {
  test(`an environment file is refused that has ${what}`, async (t) => {
    const { labHost, etc } = await makeMachine(t, 'haproxy');
    const { exitCode, stderr } = await labHost(['put', 'haproxy.env'], text);
    t.is(exitCode, 1);
    t.regex(stderr, /refused/);
    await t.throwsAsync(stat(join(etc, 'haproxy.env')));
  });
}

test('a file is written once, with the mode of machine.conf, and is then the same', async (t) => {
  const { labHost, folder } = await makeMachine(t, 'haproxy');
  const text = 'MYSQL_1="10.1.2.53:3306"\nSTATS_USER="admin"\nSTATS_PASSWORD="a \\"b\\" \\$c \\\\d"\n';
  t.like(await labHost(['put', 'haproxy.env'], text), { exitCode: 0, stdout: 'changed' });
  t.like(await labHost(['put', 'haproxy.env'], text), { exitCode: 0, stdout: 'same' });
  const path = join(folder, 'etc/haproxy.env');
  t.is(await readFile(path, 'utf8'), text);
  t.is((await stat(path)).mode & 0o777, 0o600);
});

const refusedConfigurations: [string, string][] = [
  ["a part that root's own clients read", '[mysqld]\nport = 3306\n  [client]\nplugin-dir = /tmp\n'],
  ['another file in it', '!include /tmp/x.cnf\n'],
];

for (const [what, text] of refusedConfigurations) {
  test(`a member's configuration is refused that has ${what}`, async (t) => {
    const { labHost, folder } = await makeMachine(t, 'mysql');
    t.like(await labHost(['put', 'member.cnf'], text), { exitCode: 1 });
    await t.throwsAsync(stat(join(folder, 'mysql/mysql.conf.d/zz-lab-member.cnf')));
    t.like(await labHost(['put', 'member.cnf'], '[mysqld]\nport = 3306\n'), { exitCode: 0, stdout: 'changed' });
    t.like(await labHost(['put', 'group.cnf'], await readFile('roles/mysql/group.cnf', 'utf8')), { exitCode: 0 });
  });
}

for (const role of [
  'mysql',
  'haproxy',
  'web',
  'caretaker',
  'log-store',
  'log-shipper',
  'journal-gateway',
  '../tests/support/roles/echo',
]) {
  test(`no program of ${role.replace(/.*\//, '')} runs as root on a machine`, async (t) => {
    const folder = `roles/${role}`;
    const file = /^unit\s+\S+\s+(\S+)/m.exec(await readFile(`${folder}/machine.conf`, 'utf8'))?.[1];
    const path = file === 'program' ? 'provision/units/program@.service' : `${folder}/${file}`;
    const unit = await readFile(path, 'utf8');
    t.regex(unit, /^User=(?!root)[a-z%-]+$/m);
    t.notRegex(unit, /^Exec\w+=[-@:]*[+!]/m, 'with a plus or an exclamation mark systemd starts a program as root');
    t.notRegex(unit, /^PermissionsStartOnly=(?!no)/m);
  });
}

test('no script that runs as root on a machine has a name of its own in a folder that others can write', async (t) => {
  const list = async (folder: string) => (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
  const files = [...(await list('provision')), ...(await list('roles')), 'Vagrantfile'];
  const scripts = files.filter((path) => /\.(sh|pl|service|conf)$|Vagrantfile$/.test(path) && !/\/lxc\//.test(path));
  t.true(scripts.length > 20);
  for (const path of scripts) {
    const code = (await readFile(path, 'utf8')).replaceAll(/^\s*#.*$/gm, '');
    t.notRegex(code, /\/tmp\b(?!\S*X{6})/, path);
  }
});

test("a member's package starts no program as root before the server", async (t) => {
  t.regex(await readFile('roles/mysql/unit.conf', 'utf8'), /^PermissionsStartOnly=no$/m);
});

test('a member is cut off from the addresses that it was told', async (t) => {
  const { labHost, record } = await makeMachine(t, 'mysql');
  t.is((await labHost(['partition', '10.1.2.54', '10.1.2.55'])).exitCode, 0);
  t.is(await record(), 'nft -f -\n');
});

test("a host's log is what the journal has of its unit", async (t) => {
  const web = await makeMachine(t, 'web');
  await web.labHost(['follow', '5']);
  t.is(await web.record(), 'journalctl -u mysql-group-lab-api -o cat --no-pager -n 5 -f\n');
});

const echoes: [string, string, number, RegExp][] = [
  ['a delay that is there is reported as done', 'rtt min/avg/max/mdev = 50.1/52.0/60.0/1.0 ms', 0, /^$/],
  [
    'a delay that is not there is an error, with what was measured',
    'rtt min/avg/max/mdev = 0.05/1/2/1 ms',
    1,
    /in 0.05 ms/,
  ],
  ['a delay that cannot be measured is an error', '5 packets transmitted, 0 received', 1, /no delay could be measured/],
];

for (const [what, answer, code, words] of echoes) {
  test(what, async (t) => {
    const { labHost, folder, record } = await makeMachine(t, 'mysql');
    await writeFile(join(folder, 'bin/ping'), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
    const { exitCode, stderr } = await labHost(['slow', '50', '10.1.2.51']);
    t.is(exitCode, code, stderr);
    t.regex(stderr, words);
    const commands = await record();
    t.regex(commands, /netem delay 50ms/);
    // What did not work is taken back.
    t.is(/netem delay 50ms[\s\S]*qdisc del dev {2}root/.test(commands), code !== 0, commands);
  });
}
