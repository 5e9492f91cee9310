import test from 'ava';
import { compareVersions, isAtLeast } from '../../../../scripts/servers/version.ts';

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
