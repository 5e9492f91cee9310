import test from 'ava';
import { findNearest } from '../../../../scripts/messages/nearest.ts';

const known = ['status', 'start', 'stop', 'kill', 'migrate', 'migrate:rollback'];

const finds = test.macro<[string, string | undefined]>({
  exec: (t, name, expected) => t.is(findNearest(name, known), expected),
  title: (_, name, expected) => `the nearest name to "${name}" is ${expected ?? 'none'}`,
});
test(finds, 'statsu', 'status');
test(finds, 'stats', 'status');
test(finds, 'sotp', 'stop');
test(finds, 'kil', 'kill');
test(finds, 'migrate:rolback', 'migrate:rollback');
test(finds, 'migrat', 'migrate');
test(finds, 'mig', 'migrate');
test(finds, 'xyzzy', undefined);
test(finds, '', undefined);
