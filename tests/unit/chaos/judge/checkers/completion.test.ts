import test from 'ava';
import { macrosFor } from '../../support/checker-macros.ts';

const { passes, fails } = macrosFor('the run went to its end');

test('a run without an interruption passes', passes, {});
test('an interrupted run is told with its reason', fails, { interrupted: 'mysql-2 did not come back' }, /^mysql-2 did/);
