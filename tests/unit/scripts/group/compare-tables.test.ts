import test from 'ava';
import { findDifferences } from '../../../../scripts/group/compare-tables.ts';

test('equal checksums are no difference', (t) => {
  t.deepEqual(findDifferences(['a', 'b'], [{ users: '1' }, { users: '1' }]), []);
});

test('a table that differs is named with what each member has', (t) => {
  t.deepEqual(
    findDifferences(
      ['a', 'b'],
      [
        { users: '1', tags: '5' },
        { users: '2', tags: '5' },
      ],
    ),
    [{ table: 'users', checksums: { a: '1', b: '2' } }],
  );
});

test('a table that one member lacks is a difference', (t) => {
  t.deepEqual(findDifferences(['a', 'b'], [{ users: '1' }, {}]), [{ table: 'users', checksums: { a: '1', b: null } }]);
});
