import test, { type ExecutionContext } from 'ava';
import type { Database } from '../../api/database/database.ts';
import { type Fate, startCommitRelay } from './support/commit-relay.ts';
import { rounds } from './support/effort.ts';
import { useLab } from './support/lab.ts';
import { createLedger, type Ledger, openDatabase } from './support/ledger.ts';
import { inOnePacket, inSeveralPackets, type Way } from './support/pieces-of-work.ts';

const members = ['mysql-1', 'mysql-2', 'mysql-3'] as const;

test.before(async () => (await useLab()).waitUntilWhole());

/** Does so many pieces of work, some at once; gives what their callers were told, by the work. */
async function workThrough(
  database: Database,
  ledger: Ledger,
  { works, atOnce, counters, way = inSeveralPackets }: { works: number; atOnce: number; counters: number; way?: Way },
): Promise<Map<string, string | number | undefined>> {
  const acknowledged = new Map<string, string | number | undefined>();
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
        t.deepEqual(wrong, [], 'answers that are not what is stored');
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
      await inSeveralPackets(write, ledger, { work: `${work}`, counter: 0 });
      // Another process that only has the mark.
      const read = reader.session({ requestId: `read-${work}`, after: write.written() ?? [] });
      const row = await read.read((query) => query.row<{ n: number }>(`SELECT n FROM ${ledger.counters} WHERE id = 0`));
      if (row?.n !== work + 1) missed.push(work);
    }
    t.deepEqual(missed, []);
    t.log(JSON.stringify(reader.metrics()?.waits));
  } finally {
    await writer.close();
    await reader.close();
    await ledger.drop();
  }
});
