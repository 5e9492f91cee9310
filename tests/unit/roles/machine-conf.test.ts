import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { parseMachineConf, readMachineConf } from '../../../roles/machine-conf.ts';

test('a machine.conf tells the tools ports, the file with the environment and how new files are read', (t) => {
  const text =
    '# A comment.\npackage nginx\nunit nginx unit.conf\nport http 80 from everywhere\nenvironment web.env\nnew-files reload\n';
  t.deepEqual(parseMachineConf(text), {
    ports: { http: 80 },
    unit: 'nginx',
    environmentFile: 'web.env',
    beside: undefined,
    none: undefined,
    runsProject: false,
    newFiles: 'reload',
  });
});

test('a service is restarted for new files where nothing else is said', (t) => {
  t.is(parseMachineConf('package nginx\n').newFiles, 'restart');
});

const mistakes: [string, string, RegExp][] = [
  ['an unknown word', 'package a\npackages b\n', /line 2: "packages" is no word/],
  ['a port without a role that may come in', 'port http 80\n', /line 1: "http 80" cannot follow "port"/],
  ['a file without a place', 'file a.conf 644\n', /cannot follow "file"/],
  ['a word of JavaScript', 'constructor a\n', /is no word/],
];

for (const [what, text, message] of mistakes) {
  test(`${what} is named with its line`, (t) => {
    t.throws(() => parseMachineConf(text), { message });
  });
}

test('the machine.conf of every role that can be on a machine can be read', (t) => {
  const names = readdirSync('roles').filter((name) => existsSync(`roles/${name}/machine.conf`));
  t.true(names.length >= 4);
  for (const name of names) t.truthy(readMachineConf(`roles/${name}`), name);
});

test("the watcher's machine has every page of the watcher compiled: it may compile none itself", (t) => {
  const served = readFileSync('page/server/page-file.ts', 'utf8').match(/page\/browser\/[\w/-]+\.tsx/g) ?? [];
  t.true(served.length >= 3);
  const conf = readFileSync('roles/watcher/machine.conf', 'utf8');
  for (const program of served) t.regex(conf, new RegExp(`^program +${program}$`, 'm'));
});
