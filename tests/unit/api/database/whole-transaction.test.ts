import test from 'ava';
import { completeTransaction, type Pending } from '../../../../api/database/whole-transaction.ts';

function ask(...statements: string[]) {
  const heard: string[] = [];
  const asked = statements.map(
    (sql): Pending => ({ sql, resolve: () => heard.push(sql), reject: ({ message }) => heard.push(message) }),
  );
  return { asked, heard };
}

test('the record comes right after the change, COMMIT after everything, and its answer is heard', (t) => {
  const { asked } = ask('DELETE a', 'SELECT b', ' (SELECT c)');
  const committed: unknown[] = [];
  const whole = completeTransaction(asked, 'RECORD', (result) => committed.push(result));
  t.deepEqual(
    whole.map(({ sql }) => sql),
    ['DELETE a', 'RECORD', 'SELECT b', ' (SELECT c)', 'COMMIT'],
  );
  whole.at(-1)?.resolve(['the mark', undefined]);
  t.deepEqual(committed, ['the mark']);
});

test('nothing is sent where more than the first statement changes rows', (t) => {
  const { asked, heard } = ask('SELECT a', 'DELETE b');
  t.deepEqual(
    completeTransaction(asked, 'RECORD', () => t.fail()),
    [],
  );
  t.is(heard.length, 2);
  t.regex(heard[0] ?? '', /only the first may change rows/);
});
