import test from 'ava';
import { adviseInstall, noServersError } from '../../../../scripts/servers/install-advice.ts';
import { core } from './core-programs.ts';

const cases: [string, { name: string; osRelease: string }, RegExp | undefined][] = [
  ['macOS', { name: 'darwin', osRelease: '' }, /^brew install mysql haproxy$/],
  ['Fedora', { name: 'linux', osRelease: 'NAME="Fedora Linux"\nID=fedora\n' }, /dnf install mysql-server haproxy/],
  ['Rocky Linux', { name: 'linux', osRelease: 'ID="rocky"\nID_LIKE="rhel centos fedora"\n' }, /dnf install/],
  ['openSUSE', { name: 'linux', osRelease: 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n' }, /zypper/],
  ['an unknown system', { name: 'linux', osRelease: 'ID=plan9\n' }, undefined],
];

for (const [what, platform, command] of cases) {
  test(`${what} is told ${command ? 'its own command' : 'no command'}`, (t) => {
    const advice = adviseInstall(platform, Object.values(core));
    command ? t.regex(advice ?? '', command) : t.is(advice, undefined);
  });
}

test('the error says what is missing, what was refused and why, and what to install', (t) => {
  const platform = { name: 'darwin', osRelease: '' };
  const error = noServersError([core.mysqld, core.haproxy], {
    platform,
    rejected: ['/usr/sbin/mysqld is not used: it is MariaDB 11'],
  });
  t.regex(error.message, /no usable mysqld, no haproxy/);
  t.regex(error.message, /it is MariaDB 11\./);
  t.regex(error.message, /MySQL 8\.0\.35 or newer/);
  t.is(error.next, 'brew install mysql haproxy');
});
