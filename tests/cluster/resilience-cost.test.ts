import test, { type ExecutionContext } from 'ava';
import type { Database } from '../../api/database/database.ts';
import { createPlainDatabase } from '../../api/plain-database.ts';
import { createArticle, register } from './support/api-client.ts';
import { type ApiProcess, startApiProcess } from './support/api-process.ts';
import { rounds } from './support/effort.ts';
import { useLab } from './support/lab.ts';
import { createLedger, openDatabase } from './support/ledger.ts';

test.before(async () => (await useLab()).waitUntilWhole());

type Work<Through> = (through: Through) => Promise<unknown>;

const atOnce = 8;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** How long each of so many pieces of work took. */
async function time<Through>(through: Through, work: Work<Through>, count: number): Promise<number[]> {
  const tookMs: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next++ < count) {
      const startedMs = performance.now();
      await work(through);
      tookMs.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return tookMs;
}

/** The median with the resilient layer over the median without it, measured in turns on the same busy machine. */
async function compare<Through>(
  ways: { on: Through; off: Through },
  { work, count }: { work: Work<Through>; count: number },
): Promise<{ onMs: number; offMs: number; ratio: number }> {
  const tookMs: Record<'on' | 'off', number[]> = { on: [], off: [] };
  for (let turn = 0; turn < 12 * rounds; turn += 1) {
    for (const way of turn % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
      const medianMs = median(await time(ways[way], work, count));
      if (turn > 1) tookMs[way].push(medianMs);
    }
  }
  const [onMs, offMs] = [median(tookMs.on), median(tookMs.off)];
  return { onMs, offMs, ratio: onMs / offMs };
}

test.serial('on an undisturbed lab resilience costs at most 10 % on reads and 15 % on writes', async (t) => {
  t.timeout(180_000);
  const testLab = await useLab();
  const ledger = await createLedger(testLab, 'cost_test');
  const databases = {
    on: openDatabase(testLab, { poolSize: atOnce }),
    off: openDatabase(testLab, { poolSize: atOnce, open: createPlainDatabase }),
  };
  const session = (database: Database) => database.session({ requestId: 'cost' });
  let written = 0;
  const read: Work<Database> = (database) =>
    session(database).read((query) => query.rows('SELECT id, slug, title, body FROM articles WHERE id = ?', [1]));
  const write: Work<Database> = (database) =>
    session(database).write({
      change: [{ sql: `INSERT INTO ${ledger.rows} (work) VALUES (?)`, values: [`${written++}`] }],
    });
  try {
    const reads = await compare(databases, { work: read, count: 400 });
    const writes = await compare(databases, { work: write, count: 80 });
    judge(t, { reads, writes });
  } finally {
    await databases.on.close();
    await databases.off.close();
    await ledger.drop();
  }
});

test.serial('over HTTP resilience costs at most as much', async (t) => {
  t.timeout(180_000);
  const testLab = await useLab();
  const ways = {
    on: await startApiProcess(testLab),
    off: await startApiProcess(testLab, { API_RESILIENCE: 'off' }),
  };
  const token = await register(ways.on.ask, `cost-${Date.now()}`);
  const slug = await createArticle(ways.on.ask, token, `Cost ${Date.now()}`);
  let written = 0;
  const read: Work<ApiProcess> = ({ ask }) => ask('GET', `/articles/${slug}`, { token });
  const write: Work<ApiProcess> = ({ ask }) =>
    ask('POST', `/articles/${slug}/comments`, { token, json: { comment: { body: `${written++}` } } });
  try {
    const reads = await compare(ways, { work: read, count: 200 });
    const writes = await compare(ways, { work: write, count: 40 });
    judge(t, { reads, writes });
  } finally {
    await Promise.all([ways.on.stop(), ways.off.stop()]);
  }
});

type Costs = Record<'reads' | 'writes', Awaited<ReturnType<typeof compare>>>;

function judge(t: ExecutionContext, costs: Costs) {
  for (const [kind, { onMs, offMs, ratio }] of Object.entries(costs)) {
    t.log(`${kind}: ${onMs.toFixed(2)} ms on, ${offMs.toFixed(2)} ms off, ${((ratio - 1) * 100).toFixed(1)} %`);
  }
  t.true(costs.reads.ratio <= 1.1, `reads cost ${costs.reads.ratio.toFixed(2)} times`);
  t.true(costs.writes.ratio <= 1.15, `writes cost ${costs.writes.ratio.toFixed(2)} times`);
}
