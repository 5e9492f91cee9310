import test from 'ava';
import {
  choosePackages,
  isPackageOf,
  isUnpacked,
  parseArchiveName,
  parseInstalled,
} from '../../../../scripts/servers/package-names.ts';
import { core } from './core-programs.ts';

test('packages without a version in their names are preferred', (t) => {
  const available = ['mysql-server-core', 'mysql-server-core-8.0', 'mysql-client-core', 'haproxy', 'haproxy-doc'];
  t.deepEqual(choosePackages([core.mysqld, core.mysql, core.haproxy], available), {
    packages: ['mysql-server-core', 'mysql-client-core', 'haproxy'],
    missing: [],
  });
});

test('of packages with a version in their names the newest is taken', (t) => {
  const available = [
    'mysql-server-core-8.0',
    'mysql-server-core-8.4',
    'mysql-server-core-10.0',
    'mysql-server-core-test',
  ];
  t.deepEqual(choosePackages([core.mysqld], available), { packages: ['mysql-server-core-10.0'], missing: [] });
});

test('what the archive does not have is named', (t) => {
  t.deepEqual(choosePackages([core.mysqld, core.haproxy], ['haproxy', 'mysql-common']), {
    packages: ['haproxy'],
    missing: ['mysql-server-core'],
  });
});

test('a package is matched to the program it brings', (t) => {
  t.true(isPackageOf(core.mysqld, 'mysql-server-core'));
  t.true(isPackageOf(core.mysql, 'mysql-client-core-8.0'));
  t.true(isPackageOf(core.haproxy, 'haproxy'));
  t.false(isPackageOf(core.haproxy, 'haproxy-doc'));
  t.false(isPackageOf(core.mysql, 'mysql-client'));
});

test('archives of perl and of what only installing needs are not unpacked, libraries are', (t) => {
  t.false(isUnpacked('perl-base_5.42.3-1_amd64.deb'));
  t.false(isUnpacked('libperl5.42_5.42.3-1_amd64.deb'));
  t.false(isUnpacked('debconf_1.5.92_all.deb'));
  t.true(isUnpacked('mysql-server-core_9.7.4-2_amd64.deb'));
  t.true(isUnpacked('zlib1g_1%3a1.3.dfsg+really1.3.2-4_amd64.deb'));
  t.true(isUnpacked('libc6_2.43-7_amd64.deb'));
});

test('name and version are read from the name of an archive', (t) => {
  t.deepEqual(parseArchiveName('zlib1g_1%3a1.3.2-4_amd64.deb'), { name: 'zlib1g', version: '1:1.3.2-4' });
  t.deepEqual(parseArchiveName('adduser_3.159_all.deb'), { name: 'adduser', version: '3.159' });
  t.is(parseArchiveName('lock'), undefined);
});

test('what apt would install is read from its simulation', (t) => {
  const output =
    'Reading package lists...\nInst libc6 (2.43-7 Debian:unstable [amd64])\nInst libx:i386 (1)\nConf libc6 (2.43-7)\n';
  t.deepEqual([...parseInstalled(output)], ['libc6', 'libx']);
});
