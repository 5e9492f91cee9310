import test from 'ava';
import { type ApparmorFacts, isConfined } from '../../../../scripts/servers/apparmor.ts';

const ubuntu: ApparmorFacts = {
  enabled: true,
  loadedProfiles: undefined,
  profileText: '#include <tunables/global>\n/usr/sbin/mysqld {\n  /var/lib/mysql/ r,\n}\n',
  disabled: false,
  complaining: false,
};

const cases: [string, Partial<ApparmorFacts>, boolean][] = [
  ['a profile in force by its file', {}, true],
  ['a kernel without AppArmor', { enabled: false }, false],
  ['no profile', { profileText: undefined }, false],
  ['a disabled profile', { disabled: true }, false],
  ['a profile forced to complain', { complaining: true }, false],
  ['a profile flagged to complain', { profileText: '/usr/sbin/mysqld flags=(attach_disconnected, complain) {' }, false],
  ['an unconfined profile', { profileText: 'profile mysqld /usr/sbin/mysqld flags=(unconfined) {' }, false],
  ['a loaded profile in force', { loadedProfiles: 'man (enforce)\n/usr/sbin/mysqld (enforce)\n' }, true],
  ['a loaded profile under a name', { loadedProfiles: 'mysqld (enforce)\n' }, true],
  ['a loaded profile that complains', { loadedProfiles: '/usr/sbin/mysqld (complain)\n' }, false],
  ['a profile that is not loaded', { loadedProfiles: '/usr/sbin/mysqld-akonadi (enforce)\n' }, false],
];

for (const [what, facts, confined] of cases) {
  test(`with ${what} the binary is ${confined ? '' : 'not '}confined`, (t) => {
    t.is(isConfined('/usr/sbin/mysqld', { ...ubuntu, ...facts }), confined);
  });
}
