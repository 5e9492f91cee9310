import test from 'ava';
import { isKeptPlugin, judgeMysql, judgePlugins, parseMysqlVersion } from '../../../../roles/mysql/programs.ts';

const answerOf = (version: string) => `mysqld  Ver ${version} for Linux on x86_64`;

test('a new MySQL with both plugins is usable', (t) => {
  t.deepEqual(judgeMysql('mysqld', answerOf('8.4.5')), { version: '8.4.5', whyNot: undefined });
  t.is(judgePlugins('/usr/lib/mysql/plugin', []), undefined);
});

const refused: [string, string | undefined, RegExp][] = [
  ['MariaDB', judgeMysql('mysqld', answerOf('11.8.2-MariaDB')).whyNot, /MariaDB 11\.8\.2.*no Group Replication/],
  ['an old MySQL', judgeMysql('mysqld', answerOf('8.0.34')).whyNot, /MySQL 8\.0\.34, older than 8\.0\.35/],
  ['one whose answer is unknown', judgeMysql('mysqld', 'hello').whyNot, /not a mysqld's answer/],
  [
    'one without the plugin',
    judgePlugins('/x/plugin', ['group_replication.so']),
    /\/plugin has no group_replication\.so/,
  ],
  ['one without either plugin', judgePlugins('/x/plugin', ['a.so', 'b.so']), /has no a\.so and no b\.so/],
  ['one that names no plugin folder', judgePlugins(undefined, []), /plugin folder/],
];

for (const [what, whyNot, why] of refused) {
  test(`${what} is refused, and the reason says so`, (t) => t.regex(whyNot ?? '', why));
}

test('the client is judged by flavour and version', (t) => {
  t.is(judgeMysql('mysql', 'mysql  Ver 9.7.4 for Linux').whyNot, undefined);
  t.regex(judgeMysql('mysql', 'mysql  Ver 14.14 Distrib 5.7.44, for Linux').whyNot ?? '', /older than/);
  t.regex(judgeMysql('mysql', 'mysql  Ver 15.1 Distrib 10.11.6-MariaDB').whyNot ?? '', /MariaDB/);
});

const mysqlAnswers: [string, string, 'MySQL' | 'MariaDB'][] = [
  ['/usr/sbin/mysqld  Ver 8.0.35 for Linux on x86_64 (MySQL Community Server - GPL)', '8.0.35', 'MySQL'],
  ['/x/bin/mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))', '9.7.4', 'MySQL'],
  ['/usr/sbin/mysqld  Ver 8.0.46-0ubuntu0.24.04.5 for Linux on x86_64 ((Ubuntu))', '8.0.46', 'MySQL'],
  ['mysql  Ver 8.4.5 for macos15.2 on arm64 (Homebrew)', '8.4.5', 'MySQL'],
  ['mysqld  Ver 8.0.36-28 for Linux on x86_64 (Percona Server (GPL), Release 28)', '8.0.36', 'MySQL'],
  ['mysql  Ver 14.14 Distrib 5.7.44, for Linux (x86_64) using  EditLine wrapper', '5.7.44', 'MySQL'],
  ['mysqld  Ver 10.11.6-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)', '10.11.6', 'MariaDB'],
  ['mysql  Ver 15.1 Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)', '10.11.6', 'MariaDB'],
  ['mysql from 11.8.2-MariaDB, client 15.2 for debian-linux-gnu (x86_64)', '11.8.2', 'MariaDB'],
];

for (const [answer, version, flavour] of mysqlAnswers) {
  test(`"${answer}" is ${flavour} ${version}`, (t) => {
    t.deepEqual(parseMysqlVersion(answer), { version, flavour });
  });
}

test('an answer that is not of MySQL has no version', (t) => {
  t.is(parseMysqlVersion('bash: mysqld: cannot execute binary file'), undefined);
  t.is(parseMysqlVersion(''), undefined);
});

const kept = ['group_replication.so', 'mysql_clone.so', 'semisync_source.so', 'component_reference_cache.so'];
const left = [
  'telemetry_client.so',
  'authentication_oci_client.so',
  'component_test_udf.so',
  'ha_example.so',
  'daemon_example.ini',
  'debug',
];

for (const file of kept) test(`the plugin ${file} is kept`, (t) => t.true(isKeptPlugin(file)));

for (const file of left) test(`${file} is left out`, (t) => t.false(isKeptPlugin(file)));
