import test from 'ava';
import { type Fate, startCommitRelay } from './support/commit-relay.ts';
import { useLab } from './support/lab.ts';
import { createLedger, openDatabase } from './support/ledger.ts';
import { enterAtOnce, inOnePacket } from './support/pieces-of-work.ts';

test.before(async () => (await useLab()).waitUntilWhole());

test.serial('one packet is one transaction, and nothing where nothing changes', async (t) => {
  const testLab = await useLab();
  const ledger = await createLedger(testLab, 'packet_test');
  const database = openDatabase(testLab);
  const write = async ([change = '', look = '']: string[]) => {
    const session = database.session({ requestId: 'packet' });
    const outcome = await session.write({ change: [{ sql: change }], look: (query) => query.rows(look) }).then(
      ({ hasChanged }) => (hasChanged ? 'done' : 'nothing done'),
      ({ errno }) => errno,
    );
    return { outcome, wrote: session.written()?.length ?? 0 };
  };
  const insert = `INSERT INTO ${ledger.rows} (work) VALUES ('once')`;
  try {
    t.deepEqual(await write([insert, 'SELECT EXP(710)']), { outcome: 1690, wrote: 0 });
    t.deepEqual(await write(['SELECT 1', insert]), { outcome: undefined, wrote: 0 }, 'a look may not change rows');
    t.deepEqual(await write([`DELETE FROM ${ledger.rows} WHERE work = 'none'`, 'SELECT 1']), {
      outcome: 'nothing done',
      wrote: 0,
    });
    t.deepEqual(await write([insert, 'SELECT 1']), { outcome: 'done', wrote: 1 });
    t.deepEqual(await ledger.countRows('mysql-1'), new Map([['once', 1]]));
  } finally {
    await database.close();
    await ledger.drop();
  }
});

test.serial('a change whose answer cannot be sent is not committed without its record', async (t) => {
  const testLab = await useLab();
  const ledger = await createLedger(testLab, 'sender_test');
  const fates: Fate[] = ['lose the sender'];
  const relay = await startCommitRelay(testLab.lab.target.endpoints.database, () => fates.shift() ?? 'none');
  const database = openDatabase(testLab, { port: relay.port });
  // So slow that the API has settled it, and that the member cannot send its answer, before it comes to the record.
  const slowly = { sql: `INSERT INTO ${ledger.rows} (work) SELECT IF(SLEEP(0.3), 'interrupted', 'once')` };
  try {
    await database.session({ requestId: 'slow' }).write({ change: [slowly] });
    t.is(relay.met['lose the sender'], 1);
    t.deepEqual(await ledger.countRows('mysql-1'), new Map([['once', 1]]));
  } finally {
    await database.close();
    await relay.close();
    await ledger.drop();
  }
});

test.serial(
  'writes that arrive together are one transaction; a bad one fails alone, and the others are done',
  async (t) => {
    const testLab = await useLab();
    const ledger = await createLedger(testLab, 'batch_test');
    const database = openDatabase(testLab);
    const write = async (work: string) => {
      const session = database.session({ requestId: work });
      await inOnePacket(session, ledger, { work, counter: 0 });
      return session.written()?.[0]?.number;
    };
    const writeBadly = () =>
      database.session({ requestId: 'bad' }).write({
        ...enterAtOnce(ledger, { work: 'bad', counter: 0 }),
        look: (query) => query.rows('SELECT EXP(710)'),
      });
    try {
      await write('first');
      const together = await Promise.all(['a', 'b', 'c', 'd'].map(write));
      t.is(typeof together[0], 'number');
      t.is(new Set(together).size, 1, 'one transaction');
      t.deepEqual(database.metrics()?.writeBatches, { writes: 5, batches: 2, waiting: 0 });
      const [bad, ...others] = await Promise.allSettled([writeBadly(), ...['e', 'f', 'g'].map(write)]);
      t.like(bad, { status: 'rejected', reason: { errno: 1690 } });
      t.deepEqual(new Set(others.map(({ status }) => status)), new Set(['fulfilled']));
      const counted = [...(await ledger.countRows('mysql-1'))].map(([work, times]) => `${work} ${times}`);
      t.deepEqual(counted.toSorted(), ['a 1', 'b 1', 'c 1', 'd 1', 'e 1', 'f 1', 'first 1', 'g 1']);
    } finally {
      await database.close();
      await ledger.drop();
    }
  },
);
