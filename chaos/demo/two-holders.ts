import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createDatabase } from '../../api/database/database.ts';
import { createGateway } from '../../api/locks/gateway.ts';
import { withLock } from '../../api/locks/hold-lock.ts';
import { createLocks } from '../../api/locks/locks.ts';
import { listNodes } from '../../roles/etcd/configuration.ts';
import { describeDatabase } from '../../roles/rabbitmq/event-worker.ts';
import { openMember } from '../../scripts/database/open-member.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { chooseMember } from '../../scripts/lifecycle/install-tables.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { cells, countCells, createCells, dropCells, lockName, writeCell } from './cells.ts';
import type { HolderLine, HolderSettings } from './holder.ts';

/** What came of two holders of one lock: the first was frozen past its lease. */
export interface TwoHolders {
  hasToken: boolean;
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
export async function runTwoHolders(lab: Lab, { hasToken }: { hasToken: boolean }): Promise<TwoHolders> {
  const knex = openMember(await chooseMember(lab), { connections: 1, everywhere: true });
  const { view } = lab.target;
  await createCells(knex);
  const holder = startHolder({ nodes: listNodes(view), database: describeDatabase(view), ttlS, hasToken });
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
    const first = holder.find('granted') ?? 0;
    const counts = { wroteBefore, wroteAfter, refused: holder.count('refused') };
    return { hasToken, first, second: token, ...counts, frozenMs, damaged: cells - kept };
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

interface Holder {
  process: ChildProcess;
  count(word: string): number;
  find(word: string): number | undefined;
  until(isThere: () => boolean): Promise<void>;
}

function startHolder(settings: HolderSettings): Holder {
  const command = [join(projectDir, 'scripts/start/run.mjs'), 'chaos/demo/holder.ts'];
  const child = spawn(process.execPath, command, { cwd: projectDir, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin?.end(JSON.stringify(settings));
  const lines: HolderLine[] = [];
  let hasEnded = false;
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as HolderLine));
  void once(child, 'exit').then(() => {
    hasEnded = true;
  });
  const valuesOf = (word: string) => lines.flatMap((line) => Object.entries(line).filter(([key]) => key === word));
  return {
    process: child,
    count: (word) => valuesOf(word).length,
    find: (word) => valuesOf(word)[0]?.[1] as number | undefined,
    until: async (isThere) => {
      const look = () => {
        if (hasEnded && !isThere()) throw new Error('the first holder has ended before its time');
        return isThere();
      };
      await waitFor(look, { what: 'the first holder', timeoutMs: patienceMs, intervalMs: 5 });
    },
  };
}

/** Both runs side by side. */
export function renderTwoHolders([without, withTokens]: [TwoHolders, TwoHolders]): [string, string, string][] {
  const row = (what: string, tell: (run: TwoHolders) => string): [string, string, string] => [
    what,
    tell(without),
    tell(withTokens),
  ];
  return [
    row('the first holder is granted the lock', ({ first }) => `token ${first}`),
    row('it writes, and is frozen', ({ wroteBefore }) => `${wroteBefore} of ${cells} cells`),
    row('its lease ends, and the second is granted the lock', ({ second }) => `token ${second}`),
    row('the second writes', () => `${cells} cells`),
    row('the first wakes', ({ frozenMs }) => `after ${(frozenMs / 1_000).toFixed(1)} s`),
    row('and goes on to write', ({ wroteAfter, refused }) =>
      refused > 0 ? `${wroteAfter} cells, ${refused} refused` : `${wroteAfter} cells`,
    ),
    row('cells of the second that were overwritten', ({ damaged }) => String(damaged)),
  ];
}
