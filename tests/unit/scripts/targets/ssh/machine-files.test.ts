import { readFileSync } from 'node:fs';
import test from 'ava';
import { parseLabFile } from '../../../../../scripts/settings/lab-file.ts';
import { machineFiles, renderEnvironment } from '../../../../../scripts/targets/ssh/machine-files.ts';

const { hosts } = parseLabFile(readFileSync('lab.json', 'utf8'));
const account = { username: 'somebody', password: 'a "quoted" $word' };
const context = {
  hosts,
  prefix: '10.1.2',
  database: 'realworld',
  secrets: {
    root: account,
    application: account,
    replication: account,
    monitor: account,
    stats: account,
    check: account,
    appKey: 'key',
    jwtSecret: 'secret',
  },
  record: { groupUuid: '11111111-2222-3333-4444-555555555555' },
  environment: { API_CONTRACT: 'realworld', PATH: '/bin', DB_HOST: 'elsewhere' },
  joinOnBoot: true,
};
const filesOf = (name: string, changes = {}) => {
  const host = hosts.find((each) => each.name === name);
  if (!host) throw new Error(name);
  return Object.fromEntries(machineFiles(host, { ...context, ...changes }).map((file) => [file.name, file.text]));
};

test('a member listens on the lab network alone and joins when it boots', (t) => {
  const text = filesOf('mysql-2')['member.cnf'] ?? '';
  t.regex(text, /^server_id = 2$/m);
  t.regex(text, /^bind_address = 10\.1\.2\.54$/m);
  t.regex(text, /local_address = 10\.1\.2\.54:33061$/m);
  t.regex(text, /group_seeds = 10\.1\.2\.53:33061,10\.1\.2\.54:33061,10\.1\.2\.55:33061$/m);
  t.regex(text, /start_on_boot = ON$/m);
  t.notRegex(text, /bootstrap/);
});

test('a member that must wait does not join when it boots', (t) => {
  t.regex(filesOf('mysql-1', { joinOnBoot: false })['member.cnf'] ?? '', /start_on_boot = OFF$/m);
});

test('the API gets what a person chose for it, and the database from the lab', (t) => {
  const text = filesOf('web')['api.env'] ?? '';
  t.regex(text, /^API_CONTRACT="realworld"$/m);
  t.regex(text, /^DB_HOST="10\.1\.2\.52"$/m);
  t.notRegex(text, /PATH|elsewhere/);
});

test('HAProxy is given the members, and the naive file where that was asked for', (t) => {
  t.regex(filesOf('haproxy')['haproxy.env'] ?? '', /^MYSQL_3="10\.1\.2\.55:3306"$/m);
  const naive = filesOf('haproxy', { record: { ...context.record, naive: true } })['haproxy.cfg'];
  t.is(naive, readFileSync('haproxy/naive.cfg', 'utf8'));
});

test('a password may hold quotes, dollars and backslashes', (t) => {
  t.is(renderEnvironment({ A: 'a "b" $c \\d' }), 'A="a \\"b\\" \\$c \\\\d"\n');
});
