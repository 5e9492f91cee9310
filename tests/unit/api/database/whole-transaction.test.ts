import test from 'ava';
import { completeTransaction, type Pending } from '../../../../api/database/whole-transaction.ts';

function ask(...statements: string[]) {
  const heard: string[] = [];
  const asked = statements.map(
    (sql): Pending => ({ sql, resolve: () => heard.push(sql), reject: ({ message }) => heard.push(message) }),
  );
  return { asked, heard };
}

test('a record comes right after its change, COMMIT after everything, and its answer is heard', (t) => {
  const [first, second] = [ask('DELETE a', 'SELECT b', ' (SELECT c)'), ask('INSERT d')];
  const committed: unknown[] = [];
  const whole = completeTransaction(
    [
      { record: 'RECORD a', asked: first.asked },
      { record: 'RECORD d', asked: second.asked },
    ],
    (result) => committed.push(result),
  );
  t.deepEqual(
    whole.map(({ sql }) => sql),
    ['DELETE a', 'RECORD a', 'SELECT b', ' (SELECT c)', 'INSERT d', 'RECORD d', 'COMMIT'],
  );
  whole.at(-1)?.resolve(['the mark', undefined]);
  t.deepEqual(committed, ['the mark']);
});

for (const [title, ...statements] of [
  ['more than the first statement changes rows', 'DELETE a', 'DELETE b'],
  ['the first statement changes nothing', 'SELECT a', 'DELETE b'],
  ['nothing is asked'],
] as const) {
  test(`nothing of a transaction is sent where, for one of its writes, ${title}`, (t) => {
    const [good, bad] = [ask('INSERT c'), ask(...statements)];
    const shares = [
      { record: 'RECORD c', asked: good.asked },
      { record: 'RECORD', asked: bad.asked },
    ];
    t.deepEqual(
      completeTransaction(shares, () => t.fail()),
      [],
    );
    t.is(bad.heard.length, statements.length);
    t.regex(good.heard[0] ?? '', /only the first, may change rows/);
  });
}
