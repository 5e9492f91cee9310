import test from 'ava';
import { completeTransaction, type Pending } from '../../../../api/database/whole-transaction.ts';

function ask(...statements: string[]) {
  const heard: string[] = [];
  const asked = statements.map(
    (sql): Pending => ({ sql, resolve: () => heard.push(sql), reject: ({ message }) => heard.push(message) }),
  );
  return { asked, heard };
}

const record = (sql: string, onRecorded = () => {}) => ({ sql, onRecorded });

test('a record comes right after its change, COMMIT after everything, and its answer is heard', (t) => {
  const [first, second] = [ask('DELETE a', 'SELECT b', ' (SELECT c)'), ask('INSERT d')];
  const committed: unknown[] = [];
  const whole = completeTransaction(
    [
      { record: record('RECORD a'), asked: first.asked },
      { record: record('RECORD d'), asked: second.asked },
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
      { record: record('RECORD c'), asked: good.asked },
      { record: record('RECORD'), asked: bad.asked },
    ];
    t.deepEqual(
      completeTransaction(shares, () => t.fail()),
      [],
    );
    t.is(bad.heard.length, statements.length);
    t.regex(good.heard[0] ?? '', /only the first, may change rows/);
  });
}

test('a long text travels alone', (t) => {
  const share = (sql: string) => ({ record: record('RECORD'), asked: ask(sql).asked });
  const long = `UPDATE ${'x'.repeat(1_000_000)}`;
  const complete = (...statements: string[]) => completeTransaction(statements.map(share), () => {}).length;
  t.deepEqual([complete(long), complete('DELETE a', long), complete('DELETE a', 'DELETE b')], [3, 0, 5]);
});

test('who made the record hears whether it was made', (t) => {
  const heard: string[] = [];
  const share = (name: string) => ({ record: record('RECORD', () => heard.push(name)), asked: ask('DELETE').asked });
  const whole = completeTransaction([share('a'), share('b')], () => {});
  whole[1]?.resolve([{ affectedRows: 0 }, undefined]);
  whole[3]?.resolve([{ affectedRows: 1 }, undefined]);
  t.deepEqual(heard, ['b']);
});
