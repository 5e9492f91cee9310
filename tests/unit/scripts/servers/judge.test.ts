import test from 'ava';
import { type MysqldFacts, whyNotHaproxy, whyNotMysql, whyNotMysqld } from '../../../../scripts/servers/judge.ts';

const usable: MysqldFacts = {
  version: { version: '8.4.5', flavour: 'MySQL' },
  pluginDir: '/usr/lib/mysql/plugin',
  missingPlugins: [],
  confined: false,
};

test('a new MySQL with both plugins and without confinement is usable', (t) => {
  t.is(whyNotMysqld(usable), undefined);
});

const refused: [string, Partial<MysqldFacts>, RegExp][] = [
  ['MariaDB', { version: { version: '11.8.2', flavour: 'MariaDB' } }, /MariaDB 11\.8\.2.*no Group Replication/],
  ['an old MySQL', { version: { version: '8.0.34', flavour: 'MySQL' } }, /MySQL 8\.0\.34, older than 8\.0\.35/],
  ['one without the plugin', { missingPlugins: ['group_replication.so'] }, /\/plugin has no group_replication\.so/],
  ['one without either plugin', { missingPlugins: ['a.so', 'b.so'] }, /has no a\.so and no b\.so/],
  ['one that names no plugin folder', { pluginDir: undefined }, /plugin folder/],
  ['one that AppArmor confines', { confined: true }, /AppArmor/],
  ['one whose answer is unknown', { version: undefined }, /not a mysqld's answer/],
];

for (const [what, facts, why] of refused) {
  test(`${what} is refused, and the reason says so`, (t) => {
    t.regex(whyNotMysqld({ ...usable, ...facts }) ?? '', why);
  });
}

test('the client is judged by flavour and version', (t) => {
  t.is(whyNotMysql('mysql', { version: '9.7.4', flavour: 'MySQL' }), undefined);
  t.regex(whyNotMysql('mysql', { version: '5.7.44', flavour: 'MySQL' }) ?? '', /older than/);
  t.regex(whyNotMysql('mysql', { version: '10.11.6', flavour: 'MariaDB' }) ?? '', /MariaDB/);
});

test('HAProxy is usable from 2.6 on, unless it is confined', (t) => {
  t.is(whyNotHaproxy('2.6.12', false), undefined);
  t.regex(whyNotHaproxy('2.4.30', false) ?? '', /HAProxy 2\.4\.30, older than 2\.6/);
  t.regex(whyNotHaproxy('2.8.1', true) ?? '', /AppArmor/);
  t.regex(whyNotHaproxy(undefined, false) ?? '', /not HAProxy's answer/);
});
