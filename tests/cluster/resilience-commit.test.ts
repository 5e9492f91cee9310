import test, { type ExecutionContext } from 'ava';
import type { Database, Query } from '../../api/database/database.ts';
import { type Fate, startCommitRelay } from './support/commit-relay.ts';
import { rounds } from './support/effort.ts';
import { useLab } from './support/lab.ts';
import { createLedger, type Ledger, openDatabase } from './support/ledger.ts';

const members = ['mysql-1', 'mysql-2', 'mysql-3'] as const;

test.before(async () => (await useLab()).waitUntilWhole());

/** Enters a piece of work into the ledger: a row, and one more on a counter. */
async function enter(query: Query, { rows, counters }: Ledger, { work, counter }: { work: string; counter: number }) {
  await query.raw(`INSERT INTO ${rows} (work) VALUES (?)`, [work]);
  await query.raw(`UPDATE ${counters} SET n = n + 1 WHERE id = ?`, [counter]);
  return work;
}

/** Does so many pieces of work, some at once; gives what their callers were told. */
async function workThrough(
  database: Database,
  ledger: Ledger,
  { works, atOnce, counters }: { works: number; atOnce: number; counters: number },
): Promise<string[]> {
  const acknowledged: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < works) {
      const number = next++;
      const session = database.session({ requestId: `work-${number}`, deadlineMs: 30_000 });
      acknowledged.push(
        await session.write((query) => enter(query, ledger, { work: `${number}`, counter: number % counters })),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return acknowledged;
}

async function judge(t: ExecutionContext, ledger: Ledger, works: number) {
  for (const member of members) {
    const counted = await ledger.countRows(member);
    t.is(counted.size, works, `${member} has every piece of work`);
    t.deepEqual(
      [...counted].filter(([, times]) => times !== 1),
      [],
      `${member} has none twice`,
    );
    t.is(await ledger.sumCounters(member), works, `the counters of ${member} are exact`);
  }
}

const fates: Fate[] = ['lose the answer', 'lose the commit', 'deliver it late'];

for (const fate of fates) {
  test.serial(
    `a connection cut at COMMIT (${fate}), again and again: every client gets the one true answer`,
    async (t) => {
      t.timeout(120_000);
      const works = 150 * rounds;
      const testLab = await useLab();
      const ledger = await createLedger(testLab, 'commit_test');
      const decide = () => (Math.random() < 0.5 ? fate : 'none');
      const relay = await startCommitRelay(testLab.lab.target.endpoints.database, decide);
      const database = openDatabase(testLab, { port: relay.port, poolSize: 12 });
      try {
        const acknowledged = await workThrough(database, ledger, { works, atOnce: 6, counters: 4 });
        t.is(new Set(acknowledged).size, works);
        const { unknownCommits } = database.metrics() ?? {};
        t.log(`${relay.met[fate]} commits cut; settled: ${JSON.stringify(unknownCommits)}`);
        t.true(relay.met[fate] > works / 4);
        await judge(t, ledger, works);
      } finally {
        await database.close();
        await relay.close();
        await ledger.drop();
      }
    },
  );
}

test.serial('1,000 increments of one row through three members: no error, and the counter says 1,000', async (t) => {
  t.timeout(120_000);
  const works = 1_000 * rounds;
  const testLab = await useLab();
  const ledger = await createLedger(testLab, 'conflict_test');
  const database = openDatabase(testLab);
  try {
    await workThrough(database, ledger, { works, atOnce: 24, counters: 1 });
    t.log(JSON.stringify(database.metrics()?.retries));
    await judge(t, ledger, works);
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
