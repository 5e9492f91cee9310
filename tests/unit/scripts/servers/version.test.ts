import test from 'ava';
import {
  compareVersions,
  isAtLeast,
  parseHaproxyVersion,
  parseMysqlVersion,
} from '../../../../scripts/servers/version.ts';

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

test("HAProxy's version is read from releases, old spellings and development versions", (t) => {
  t.is(parseHaproxyVersion('HAProxy version 3.2.26-1 2026/10/14 - https://haproxy.org/\nStatus: …'), '3.2.26');
  t.is(parseHaproxyVersion('HA-Proxy version 1.8.27-1 2020/11/06'), '1.8.27');
  t.is(parseHaproxyVersion('HAProxy version 3.3-dev2-1234 2026/01/01'), '3.3');
  t.is(parseHaproxyVersion('command not found'), undefined);
});

test('versions are compared by number, not by letter', (t) => {
  t.true(isAtLeast('8.0.100', '8.0.35'));
  t.true(isAtLeast('10.0.0', '9.7.4'));
  t.true(isAtLeast('8.0.35', '8.0.35'));
  t.true(isAtLeast('3.2', '2.6'));
  t.false(isAtLeast('8.0.34', '8.0.35'));
  t.false(isAtLeast('2.4.30', '2.6'));
});

test('a missing part of a version counts as zero', (t) => {
  t.is(compareVersions('2.6', '2.6.0'), 0);
  t.deepEqual(['8.4', '8.0', '9.0', '10.1'].sort(compareVersions), ['8.0', '8.4', '9.0', '10.1']);
});
