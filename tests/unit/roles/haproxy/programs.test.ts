import test from 'ava';
import { haproxyPrograms, judgeHaproxy, parseHaproxyVersion } from '../../../../roles/haproxy/programs.ts';
import { mysqlPrograms } from '../../../../roles/mysql/programs.ts';
import { whyConfined } from '../../../../scripts/servers/inspect.ts';

test('HAProxy is usable from 2.6 on', (t) => {
  t.deepEqual(judgeHaproxy('HAProxy version 2.6.12'), { version: '2.6.12', whyNot: undefined });
  t.regex(judgeHaproxy('HAProxy version 2.4.30').whyNot ?? '', /HAProxy 2\.4\.30, older than 2\.6/);
  t.regex(judgeHaproxy('hello').whyNot ?? '', /not HAProxy's answer/);
});

test('a server that AppArmor confines is refused, a client is not', (t) => {
  const [mysqld, mysql] = mysqlPrograms;
  for (const source of [...haproxyPrograms, mysqld]) t.regex((source && whyConfined(source, true)) ?? '', /AppArmor/);
  for (const source of haproxyPrograms) t.is(whyConfined(source, false), undefined);
  t.is(mysql && whyConfined(mysql, true), undefined);
});

test("HAProxy's version is read from releases, old spellings and development versions", (t) => {
  t.is(parseHaproxyVersion('HAProxy version 3.2.26-1 2026/10/14 - https://haproxy.org/\nStatus: …'), '3.2.26');
  t.is(parseHaproxyVersion('HA-Proxy version 1.8.27-1 2020/11/06'), '1.8.27');
  t.is(parseHaproxyVersion('HAProxy version 3.3-dev2-1234 2026/01/01'), '3.3');
  t.is(parseHaproxyVersion('command not found'), undefined);
});
