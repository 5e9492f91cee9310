import test, { type ExecutionContext } from 'ava';
import type { Database, Query, Session } from '../../api/database/database.ts';
import { change } from '../../api/rows.ts';
import { type Fate, startCommitRelay } from './support/commit-relay.ts';
import { rounds } from './support/effort.ts';
import { useLab } from './support/lab.ts';
import { createLedger, type Ledger, openDatabase } from './support/ledger.ts';

const members = ['mysql-1', 'mysql-2', 'mysql-3'] as const;

test.before(async () => (await useLab()).waitUntilWhole());

interface Piece {
  work: string;
  counter: number;
}

/** Enters a piece of work into the ledger: a row, and one more on a counter. */
async function enter(query: Query, { rows, counters }: Ledger, { work, counter }: Piece) {
  await query.raw(`INSERT INTO ${rows} (work) VALUES (?)`, [work]);
  await query.raw(`UPDATE ${counters} SET n = n + 1 WHERE id = ?`, [counter]);
  return work;
}

/** Only the row, with a look that starts together with it; gives the id of the row. */
async function enterAtOnce(query: Query, { rows }: Ledger, { work }: Piece) {
  const row = change(query, `INSERT INTO ${rows} (work) VALUES (?)`, [work]);
  return (await Promise.all([row, query.raw(`SELECT work FROM ${rows} WHERE work = ?`, [work])]))[0].insertId;
}

/** How a piece of work is written, and what its caller is told. */
type Way = (session: Session, ledger: Ledger, piece: Piece) => Promise<string | number>;

const inSeveralPackets: Way = (session, ledger, piece) => session.write((query) => enter(query, ledger, piece));
const inOnePacket: Way = (session, ledger, piece) =>
  session.write(
    (query) => enterAtOnce(query, ledger, piece),
    async (_, insertedId) => insertedId,
  );

/** Does so many pieces of work, some at once; gives what their callers were told, by the work. */
async function workThrough(
  database: Database,
  ledger: Ledger,
  { works, atOnce, counters, way = inSeveralPackets }: { works: number; atOnce: number; counters: number; way?: Way },
): Promise<Map<string, string | number>> {
  const acknowledged = new Map<string, string | number>();
  let next = 0;
  const worker = async () => {
    while (next < works) {
      const number = next++;
      const session = database.session({ requestId: `work-${number}`, deadlineMs: 30_000 });
      const piece = { work: `${number}`, counter: number % counters };
      acknowledged.set(piece.work, await way(session, ledger, piece));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return acknowledged;
}

async function judge(
  t: ExecutionContext,
  ledger: Ledger,
  { works, counted: isCounted = true }: { works: number; counted?: boolean },
) {
  for (const member of members) {
    const counted = await ledger.countRows(member);
    t.is(counted.size, works, `${member} has every piece of work`);
    t.deepEqual(
      [...counted].filter(([, times]) => times !== 1),
      [],
      `${member} has none twice`,
    );
    if (isCounted) t.is(await ledger.sumCounters(member), works, `the counters of ${member} are exact`);
  }
}

const fates: Fate[] = ['lose the answer', 'lose the sender', 'lose the commit', 'deliver it late'];
const ways: [string, Way][] = [
  ['in several packets', inSeveralPackets],
  ['in one packet', inOnePacket],
];

for (const [fate, [name, way]] of fates.flatMap((fate) => ways.map((each) => [fate, each] as const))) {
  test.serial(
    `a connection cut at COMMIT (${fate}, ${name}), again and again: every client gets the one true answer`,
    async (t) => {
      t.timeout(120_000);
      const works = 150 * rounds;
      const testLab = await useLab();
      const ledger = await createLedger(testLab, 'commit_test');
      const decide = () => (Math.random() < 0.5 ? fate : 'none');
      const relay = await startCommitRelay(testLab.lab.target.endpoints.database, decide);
      const database = openDatabase(testLab, { port: relay.port, poolSize: 12 });
      try {
        const acknowledged = await workThrough(database, ledger, { works, atOnce: 6, counters: 4, way });
        t.is(acknowledged.size, works);
        const ids = await ledger.listIds(members[0]);
        const wrong = [...acknowledged].filter(([work, told]) => told !== (way === inOnePacket ? ids.get(work) : work));
        t.deepEqual(wrong, [], 'who was told something else than is true');
        const { unknownCommits } = database.metrics() ?? {};
        t.log(`${relay.met[fate]} commits cut; settled: ${JSON.stringify(unknownCommits)}`);
        // Several of one packet meet the same fate.
        t.true(relay.met[fate] > works / 25);
        await judge(t, ledger, { works, counted: way === inSeveralPackets });
      } finally {
        await database.close();
        await relay.close();
        await ledger.drop();
      }
    },
  );
}

test.serial('what travels in one packet is one transaction, and nothing where nothing changes', async (t) => {
  const testLab = await useLab();
  const ledger = await createLedger(testLab, 'packet_test');
  const database = openDatabase(testLab);
  const write = async (statements: string[]) => {
    const session = database.session({ requestId: 'packet' });
    const all = (query: Query) => Promise.all(statements.map((sql) => change(query, sql)));
    const outcome = await session
      .write(all, async () => [])
      .then(
        () => 'done',
        ({ errno }) => errno,
      );
    return { outcome, wrote: session.written()?.length ?? 0 };
  };
  const insert = `INSERT INTO ${ledger.rows} (work) VALUES ('once')`;
  try {
    t.deepEqual(await write([insert, 'SELECT EXP(710)']), { outcome: 1690, wrote: 0 });
    t.like(await write(['SELECT 1', insert]), { wrote: 0 }, 'only the first may change rows');
    t.deepEqual(await write([`DELETE FROM ${ledger.rows} WHERE work = 'nobody'`, 'SELECT 1']), {
      outcome: 'done',
      wrote: 0,
    });
    t.deepEqual(await write([insert, 'SELECT 1']), { outcome: 'done', wrote: 1 });
    t.deepEqual(await ledger.countRows(members[0]), new Map([['once', 1]]));
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
  // So slow that whoever wrote has settled it, and that the member finds nobody to tell, before it comes to the record.
  const slowly = (query: Query) =>
    change(query, `INSERT INTO ${ledger.rows} (work) SELECT IF(SLEEP(0.3), 'interrupted', 'once')`);
  try {
    await database.session({ requestId: 'slow' }).write(slowly, async () => undefined);
    t.is(relay.met['lose the sender'], 1);
    t.deepEqual(await ledger.countRows(members[0]), new Map([['once', 1]]));
  } finally {
    await database.close();
    await relay.close();
    await ledger.drop();
  }
});

test.serial(
  'writes that come together are one transaction; a bad one fails alone, and the others are done',
  async (t) => {
    const testLab = await useLab();
    const ledger = await createLedger(testLab, 'company_test');
    const database = openDatabase(testLab);
    const write = async (work: string) => {
      const session = database.session({ requestId: work });
      await inOnePacket(session, ledger, { work, counter: 0 });
      return session.written()?.[0]?.number;
    };
    const writeBadly = () =>
      database.session({ requestId: 'bad' }).write(
        (query) => Promise.all([enterAtOnce(query, ledger, { work: 'bad', counter: 0 }), query.raw('SELECT EXP(710)')]),
        async () => undefined,
      );
    try {
      await write('first');
      const together = await Promise.all(['a', 'b', 'c', 'd'].map(write));
      t.is(typeof together[0], 'number');
      t.is(new Set(together).size, 1, 'one transaction');
      const [bad, ...others] = await Promise.allSettled([writeBadly(), ...['e', 'f', 'g'].map(write)]);
      t.like(bad, { status: 'rejected', reason: { errno: 1690 } });
      t.deepEqual(new Set(others.map(({ status }) => status)), new Set(['fulfilled']));
      const counted = [...(await ledger.countRows(members[0]))].map(([work, times]) => `${work} ${times}`);
      t.deepEqual(counted.toSorted(), ['a 1', 'b 1', 'c 1', 'd 1', 'e 1', 'f 1', 'first 1', 'g 1']);
    } finally {
      await database.close();
      await ledger.drop();
    }
  },
);

test.serial('1,000 increments of one row through three members: no error, and the counter says 1,000', async (t) => {
  t.timeout(120_000);
  const works = 1_000 * rounds;
  const testLab = await useLab();
  const ledger = await createLedger(testLab, 'conflict_test');
  const database = openDatabase(testLab);
  try {
    await workThrough(database, ledger, { works, atOnce: 24, counters: 1 });
    t.log(JSON.stringify(database.metrics()?.retries));
    await judge(t, ledger, { works });
  } finally {
    await database.close();
    await ledger.drop();
  }
});

test.serial('a write is seen by the next read on every member, whichever member takes it', async (t) => {
  t.timeout(60_000);
  const testLab = await useLab();
  const ledger = await createLedger(testLab, 'causality_test');
  const writer = openDatabase(testLab, { poolSize: 3 });
  const reader = openDatabase(testLab, { poolSize: 9 });
  const missed: number[] = [];
  try {
    for (let work = 0; work < 300 * rounds; work += 1) {
      const write = writer.session({ requestId: `write-${work}` });
      await write.write((query) => enter(query, ledger, { work: `${work}`, counter: 0 }));
      // Another process that only has the mark.
      const read = reader.session({ requestId: `read-${work}`, after: write.written() ?? [] });
      const found = await read.read((query) => query.raw(`SELECT n FROM ${ledger.counters} WHERE id = 0`));
      const [[row]] = found as unknown as [[{ n: number }]];
      if (row.n !== work + 1) missed.push(work);
    }
    t.deepEqual(missed, []);
    t.log(JSON.stringify(reader.metrics()?.waits));
  } finally {
    await writer.close();
    await reader.close();
    await ledger.drop();
  }
});
