import test from 'ava';
import type { MemberConnection } from '../../../../../api/database/connections/connection.ts';
import type { Query } from '../../../../../api/database/query.ts';
import { attemptInOnePacket, attemptInSteps } from '../../../../../api/database/transactions/attempt.ts';
import { createOperation } from '../../../../../api/database/transactions/operations.ts';

interface Header {
  affectedRows: number;
}

/** A connection that notes its packets; every change in them, and every record, affects so many rows. */
function createConnection({ affectedRows = 1 } = {}) {
  const packets: string[][] = [];
  const send = async (statements: string[]): Promise<object[]> => {
    packets.push(statements);
    if (affectedRows > 0) connection.changed = true;
    return statements.map((sql) => (sql.startsWith('SELECT') ? [{ seen: sql }] : ({ affectedRows } satisfies Header)));
  };
  const connection = {
    failure: null,
    changed: false,
    isSending: false,
    patienceMs: 1_000,
    startTransaction() {},
    send,
  } as unknown as MemberConnection & { changed: boolean };
  return { connection, packets };
}

const read = (sql: string) => (query: Query) => query.row<{ seen: string }>(sql);
const createWrite = (change: string[], look = read('SELECT 1')) => ({ change, look, operation: createOperation(0) });

/** Statements without the operations' ids. */
const readable = (packet: string[] | undefined) => packet?.map((sql) => sql.split(/ \(|;/)[0]);

test('a record comes right after its change, the look behind both, COMMIT after everything', async (t) => {
  const { connection, packets } = createConnection();
  const looks = (query: Query) => Promise.all([query.row('SELECT b'), query.row(' (SELECT c)')]);
  const attempts = await attemptInOnePacket<unknown>(connection, [
    createWrite(['DELETE a', 'LINK a'], looks as never),
    createWrite(['INSERT d'], read('SELECT d')),
  ]);
  t.deepEqual(packets.map(readable), [
    [
      'DELETE a',
      'INSERT INTO operations',
      'LINK a',
      'SELECT b',
      '',
      'INSERT d',
      'INSERT INTO operations',
      'SELECT d',
      'COMMIT',
    ],
  ]);
  t.like(attempts[1], { outcome: 'done', value: { hasChanged: true, seen: { seen: 'SELECT d' } } });
});

test('nothing of a transaction is sent where one of its looks changes rows', async (t) => {
  const { connection, packets } = createConnection();
  const changing = (query: Query) => query.change('DELETE b');
  const writes = [createWrite(['DELETE a'], changing as never), createWrite(['DELETE c'])];
  for (const attempt of await attemptInOnePacket<unknown>(connection, writes)) {
    t.is(attempt.outcome, 'final');
    t.regex(String('failure' in attempt && attempt.failure), /may only select/);
  }
  t.deepEqual(packets, []);
});

test('a look that starts a statement late fails', async (t) => {
  const { connection, packets } = createConnection();
  const late = async (query: Query) => [await query.row('SELECT b'), await query.row('SELECT c')];
  const [attempt] = await attemptInOnePacket<unknown>(connection, [createWrite(['DELETE a'], late as never)]);
  t.regex(String(attempt && 'failure' in attempt && attempt.failure), /starts all its statements together/);
  t.false(packets.flat().includes('SELECT c'));
});

test('a record that is there ends every doubt about the operation, one that is not ends none', async (t) => {
  for (const affectedRows of [0, 1]) {
    const { connection } = createConnection({ affectedRows });
    const write = createWrite(['DELETE a']);
    write.operation.isDoubtful = true;
    t.like((await attemptInOnePacket(connection, [write]))[0], { value: { hasChanged: affectedRows === 1 } });
    t.is(write.operation.isDoubtful, affectedRows === 0);
  }
});

test('a write without a look says whether it has changed anything', async (t) => {
  for (const affectedRows of [0, 1]) {
    const { connection } = createConnection({ affectedRows });
    const write = { ...createWrite(['DELETE a']), look: async () => undefined };
    t.like((await attemptInOnePacket<unknown>(connection, [write as never]))[0], {
      value: { hasChanged: affectedRows === 1 },
    });
  }
});

test('a change in steps is recorded, looked at and committed in the last packet', async (t) => {
  const { connection, packets } = createConnection();
  const write = {
    ...createWrite([]),
    change: async (query: Query) => [await query.change('A'), await query.change('B')],
  };
  t.like(await attemptInSteps(connection, write), { value: { hasChanged: true, seen: { seen: 'SELECT 1' } } });
  t.deepEqual(packets.map(readable), [['A'], ['B'], ['INSERT INTO operations', 'SELECT 1', 'COMMIT']]);
});

test('a change in steps that changes nothing is only looked at', async (t) => {
  const { connection, packets } = createConnection({ affectedRows: 0 });
  const write = { ...createWrite([]), change: (query: Query) => query.change('A') };
  t.like(await attemptInSteps(connection, write), { value: { hasChanged: false, seen: { seen: 'SELECT 1' } } });
  t.deepEqual(packets.map(readable), [['A'], ['SELECT 1']]);
});
