import test, { type ExecutionContext } from 'ava';
import {
  classifyFailure,
  type FailureFields,
  type FailureMeaning,
  isConflict,
  keepsConnection,
  nameFailure,
  type Phase,
} from '../../../../../api/database/failures/failures.ts';

const meaning = test.macro({
  exec(t: ExecutionContext, failure: FailureFields, expected: Record<'working' | 'commit sent', FailureMeaning>) {
    for (const phase of ['working', 'commit sent'] as const)
      t.is(classifyFailure(failure, phase), expected[phase], phase);
  },
  title: (title = '', { errno, code }: FailureFields) => `${title} (${errno ?? code}) means the same in every run`,
});

const always = (one: FailureMeaning) =>
  ({ working: one, 'commit sent': one }) satisfies Partial<Record<Phase, FailureMeaning>>;
const safeThenUnknown = { working: 'safe', 'commit sent': 'unknown' } as const;

for (const errno of [1213, 1205, 1290, 1836, 1792, 3796, 3797, 3799, 1040]) {
  test('a refusal that rolls back', meaning, { errno }, always('safe'));
}
for (const errno of [1053, 3032, 3100, 3101, 1180, 1317]) {
  test('an end that may come after the commit', meaning, { errno }, safeThenUnknown);
}
for (const code of ['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'PROTOCOL_SEQUENCE_TIMEOUT']) {
  test('a lost connection', meaning, { code }, safeThenUnknown);
}
const behind = { errno: 1690, message: "out of range in 'exp((710 * wait_for_executed_gtid_set('…',0.5)))'" };
for (const failure of [behind, { code: 'CONNECTION_CLOSED' }]) {
  test('a statement that was never run', meaning, failure, always('safe'));
}
for (const errno of [3098, 1146, 1045, 1142]) {
  test('a database that is not set up', meaning, { errno }, always('schema'));
}
test('a duplicate', meaning, { errno: 1062 }, always('final'));
test('a failure of the system call', meaning, { errno: -104, code: 'ECONNRESET' }, safeThenUnknown);

test('in a packet with COMMIT, what a statement is answered is final, and what else may be its COMMIT’s', (t) => {
  const answers: [FailureFields, FailureMeaning][] = [
    [{ errno: 1062, message: "Duplicate entry 'a' for key 'articles.articles_slug_unique'" }, 'final'],
    [{ errno: 1062, message: "Duplicate entry 'x' for key 'operations.PRIMARY'" }, 'unknown'],
    [{ errno: 1452, message: 'a foreign key constraint fails' }, 'final'],
    [{ errno: 3101 }, 'unknown'],
    [{ errno: 1213 }, 'safe'],
    [{ code: 'ECONNRESET' }, 'unknown'],
    [behind, 'safe'],
    [{ errno: 1690, message: "out of range in 'exp(710)'" }, 'final'],
  ];
  for (const [failure, expected] of answers) {
    t.is(classifyFailure(failure, 'commit sent'), expected, JSON.stringify(failure));
  }
});
test('an error that the table does not have', meaning, { errno: 9999 }, always('final'));
test('an error without any mark', meaning, {}, safeThenUnknown);

test('a connection is kept after an answer and given up after a doubt', (t) => {
  for (const errno of [1213, 1205, 3101, 1062, 1146]) t.true(keepsConnection({ errno }), String(errno));
  for (const errno of [1290, 1836, 1792, 3100, 1053, 3032]) t.false(keepsConnection({ errno }), String(errno));
  for (const code of ['ECONNRESET', 'PROTOCOL_SEQUENCE_TIMEOUT']) t.false(keepsConnection({ code }), code);
});

test('only the certification of another transaction counts as a conflict', (t) => {
  t.true(isConflict({ errno: 3101 }));
  t.false(isConflict({ errno: 1213 }));
});

test('every failure has a name for people', (t) => {
  t.is(nameFailure({ errno: 3101 }), 'conflict with another member');
  t.is(nameFailure({ code: 'ECONNRESET' }), 'connection lost');
  t.is(nameFailure({ errno: 1062 }), 'answer of the database');
});
