import test from 'ava';
import { macrosFor } from '../../support/checker-macros.ts';
import { finalState, secondDiffers, threeMembers } from '../../support/histories.ts';

const { passes, fails } = macrosFor('all members are identical');

const same = { gtids: 'aaaa:1-9', checksums: { articles: '1', comments: '2' } };

test('equal tables and transactions pass, however they are written', passes, {
  finals: secondDiffers({ gtids: 'AAAA:1-5:6-9' }, same),
});

test(
  'another checksum on one member is told',
  fails,
  { finals: secondDiffers({ checksums: { articles: '1', comments: '3' } }, same) },
  /^the table comments on mysql-2 is not that of mysql-1$/,
);

test(
  'a table that one member has not is told',
  fails,
  { finals: secondDiffers({ checksums: { articles: '1' } }, same) },
  /comments on mysql-2/,
);

test(
  'a transaction that only one member has is told',
  fails,
  { finals: secondDiffers({ gtids: 'aaaa:1-9,bbbb:1' }, same) },
  /^mysql-2 has transactions that mysql-1 has not: bbbb:1$/,
);

test(
  'a transaction that one member has not is told',
  fails,
  { finals: secondDiffers({ gtids: 'aaaa:1-8' }, same) },
  /^mysql-1 has transactions that mysql-2 has not: aaaa:9$/,
);

const online = { state: 'ONLINE', routed: true };

test(
  'a member that could not be read is told',
  fails,
  {
    samples: [{ atMs: 0, members: { 'mysql-1': online, 'mysql-2': online } }],
    finals: [finalState('mysql-1')],
  },
  /^mysql-2 could not be read after the run$/,
);

test('a run whose members could not be read at all is told', fails, { finals: [] }, /no member could be read/);

test('three members that all were read pass', passes, {
  samples: [{ atMs: 0, members: { 'mysql-1': online, 'mysql-2': online, 'mysql-3': online } }],
  finals: threeMembers(same),
});
