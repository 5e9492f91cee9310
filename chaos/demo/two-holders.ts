import { createDatabase } from '../../api/database/database.ts';
import { createGateway } from '../../api/locks/gateway.ts';
import { withLock } from '../../api/locks/hold-lock.ts';
import { createLocks } from '../../api/locks/locks.ts';
import { listNodes } from '../../roles/etcd/configuration.ts';
import { describeDatabase } from '../../roles/rabbitmq/event-worker.ts';
import { openMember } from '../../scripts/database/open-member.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { chooseMember } from '../../scripts/lifecycle/install-tables.ts';
import { startChild } from '../child.ts';
import { cells, countCells, createCells, dropCells, lockName, writeCell } from './cells.ts';
import { defineDemo } from './demo.ts';
import type { HolderSettings } from './holder.ts';

/** What came of two holders of one lock: the first was frozen past its lease. */
interface TwoHolders {
  /** The tokens of both. */
  first: number;
  second: number;
  /** Cells that the first wrote before it was frozen, and after it woke. */
  wroteBefore: number;
  wroteAfter: number;
  refused: number;
  frozenMs: number;
  /** Cells of the second holder, who came last, that do not hold its word in the end. */
  damaged: number;
}

const ttlS = 2;
const freezeAfter = 3;
const patienceMs = 20_000;

/** Freezes a holder at its work, lets another take the lock and write, and wakes the first; with tokens or without. */
async function runTwoHolders(lab: Lab, { hasToken }: { hasToken: boolean }): Promise<TwoHolders> {
  const knex = openMember(await chooseMember(lab), { connections: 1, everywhere: true });
  const { view } = lab.target;
  await createCells(knex);
  const settings: HolderSettings = { nodes: listNodes(view), database: describeDatabase(view), ttlS, hasToken };
  const holder = startChild('chaos/demo/holder.ts', { what: 'the first holder', settings });
  try {
    await holder.until(() => holder.count('wrote') >= freezeAfter);
    holder.process.kill('SIGSTOP');
    const frozenAtMs = performance.now();
    const second = await writeAsSecond(lab, hasToken, async () => {
      const wroteBefore = holder.count('wrote');
      holder.process.kill('SIGCONT');
      const frozenMs = Math.round(performance.now() - frozenAtMs);
      await holder.until(() => holder.count('end') > 0);
      return { wroteBefore, frozenMs };
    });
    const kept = (await countCells(knex)).get('second') ?? 0;
    const { token, wroteBefore, frozenMs } = second;
    const wroteAfter = holder.count('wrote') - wroteBefore;
    const first = holder.find<number>('granted') ?? 0;
    const counts = { wroteBefore, wroteAfter, refused: holder.count('refused') };
    return { first, second: token, ...counts, frozenMs, damaged: cells - kept };
  } finally {
    holder.process.kill('SIGKILL');
    await dropCells(knex);
    await knex.destroy();
  }
}

/** Waits for the lock, writes all cells, and keeps the lock while the first wakes. */
async function writeAsSecond<T extends object>(lab: Lab, hasToken: boolean, wake: () => Promise<T>) {
  const { view } = lab.target;
  const database = createDatabase({ ...describeDatabase(view), poolSize: 1 });
  const locks = createLocks(createGateway({ nodes: listNodes(view) }));
  try {
    const wanted = { name: lockName, holder: 'second holder', ttlS };
    return await withLock(locks, wanted, {
      waitMs: patienceMs,
      work: async ({ token }) => {
        for (let cell = 0; cell < cells; cell += 1) {
          const session = database.session({ requestId: 'second holder' });
          await writeCell(session, { cell, writer: 'second', token: hasToken ? token : undefined });
        }
        return { token, ...(await wake()) };
      },
    });
  } finally {
    await database.close();
  }
}

/** `./lab demo two-holders`. */
export const twoHolders = defineDemo<TwoHolders>({
  profile: 'locks',
  about:
    'A process takes a lock for 2 s and is frozen (SIGSTOP) at its work, until another has the lock and has written.\n' +
    'Tokens: the database compares them in the transaction of each write.',
  safety: 'tokens',
  run: (lab, { isSafe }) => runTwoHolders(lab, { hasToken: isSafe }),
  rows: [
    { what: 'the first holder is granted the lock', tell: ({ first }) => `token ${first}` },
    { what: 'it writes, and is frozen', tell: ({ wroteBefore }) => `${wroteBefore} of ${cells} cells` },
    { what: 'its lease ends, and the second is granted the lock', tell: ({ second }) => `token ${second}` },
    { what: 'the second writes', tell: () => `${cells} cells` },
    { what: 'the first wakes', tell: ({ frozenMs }) => `after ${(frozenMs / 1_000).toFixed(1)} s` },
    {
      what: 'and goes on to write',
      tell: ({ wroteAfter, refused }) =>
        refused > 0 ? `${wroteAfter} cells, ${refused} refused` : `${wroteAfter} cells`,
    },
    { what: 'cells of the second that were overwritten', tell: ({ damaged }) => String(damaged) },
  ],
  isDamaged: ({ damaged }) => damaged > 0,
});
