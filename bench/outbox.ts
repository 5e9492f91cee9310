import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { describeMachine, describeVersions } from '../chaos/run/describe-machine.ts';
import { listBehind, waitUntilTold } from '../chaos/run/read-told-events.ts';
import { renderPayload, renderTriggers, startEvents, stopEvents } from '../scripts/database/event-triggers.ts';
import { type MemberAccess, openMember } from '../scripts/database/open-member.ts';
import { type Lab, openLab } from '../scripts/lab/open-lab.ts';
import { chooseMember } from '../scripts/lifecycle/install-tables.ts';
import { startHost } from '../scripts/lifecycle/start-host.ts';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { renderTable } from '../scripts/messages/render-table.ts';
import { UserError } from '../scripts/messages/user-error.ts';
import { openBenchLab } from './lab.ts';
import { cleanUp, type DataSet } from './measure/measure-case.ts';
import { type LoadResult, sendLoad } from './measure/send-load.ts';
import { median } from './report/summarize.ts';
import { type Case, cases } from './requests/cases.ts';

// node scripts/start/run.mjs bench/outbox.ts: what writes cost with the outbox's triggers and without, in turns, in a running lab with
// the profile events: while no relay works, so that only the row counts, and with the whole chain. Between the two is the least that an
// outbox can do: a row by itself, which has no version and so no order.

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, only: { type: 'string', default: '^POST|^PUT|^favorite' } },
});
const rounds = Number(values.rounds);
const seconds = 4;
const connections = 20;
/** As many writes a second as `./lab chaos` sends, with the chain; as many as are answered without it. */
const chainRate = 24;
const settleMs = 1_000;
const told = { ways: ['without', 'with'], rate: chainRate } as const;
const measured = new RegExp(values.only);

const allWays = ['without', 'a bare row', 'with'] as const;
type Way = (typeof allWays)[number];
type Results = Partial<Record<Way, LoadResult[]>>;

interface Place {
  lab: Lab;
  url: string;
  member: MemberAccess;
  data: DataSet;
}

async function open(): Promise<Place> {
  const lab = await openLab();
  const { view, endpoints } = lab.target;
  if (view.hostsOf('relay').length === 0)
    throw new UserError('This lab has no profile events', { next: './lab add events' });
  const { address, port } = endpoints.api;
  const { readSample, run } = openBenchLab(lab);
  const data = { sample: await readSample(), run };
  return { lab, url: `http://${address}:${port}/api`, member: await chooseMember(lab), data };
}

/** What no relay has seen leaves no gap: versions go back to what was taken in. */
const forgetUntold = [
  'DELETE FROM event_outbox',
  'DELETE v FROM event_versions v LEFT JOIN event_inbox i USING (event_key) WHERE i.version IS NULL',
  'UPDATE event_versions v JOIN event_inbox i USING (event_key) SET v.version = i.version WHERE v.version <> i.version',
];

const bareTriggers = renderTriggers(
  ({ key, payload }) => `INSERT INTO bare_outbox (event_key, payload) VALUES (${key}, ${renderPayload(payload)});`,
);

const makeBare = [
  'CREATE TABLE bare_outbox (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, event_key VARCHAR(64) NOT NULL, payload JSON NOT NULL)',
  ...Object.entries(bareTriggers).map(([name, definition]) => `CREATE TRIGGER ${name} ${definition}`),
];

const begin: Record<Way, (place: Place) => Promise<void>> = {
  without: async () => undefined,
  'a bare row': ({ member }) => change(member, makeBare),
  with: ({ member }) => startEvents(member),
};

/** From now on no write leaves a row. */
async function endAll({ member }: Place) {
  await stopEvents(member);
  await change(member, ['DROP TABLE IF EXISTS bare_outbox']);
}

/** The API's own account may change no tables. */
async function change(member: MemberAccess, statements: string[]) {
  const knex = openMember(member, { everywhere: true });
  try {
    for (const statement of statements) await knex.raw(statement);
  } finally {
    await knex.destroy();
  }
}

async function measure(
  place: Place,
  each: Case,
  { ways, rate }: { ways: readonly Way[]; rate?: number },
): Promise<Results> {
  const { url, data } = place;
  const results: Results = Object.fromEntries(ways.map((way) => [way, []]));
  const { groupSize = 1 } = each;
  const load = { url, requests: each.requests(data.sample), connections, groupSize, seconds, ...(rate && { rate }) };
  // The first round, which warms caches and compilers, does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of round % 2 ? ways : ways.toReversed()) {
      await endAll(place);
      await begin[way](place);
      await sleep(settleMs);
      const result = await sendLoad(load);
      if (round > 0) results[way]?.push(result);
      await endAll(place);
      await cleanUp(each, data);
      if (rate === undefined) for (const statement of forgetUntold) await data.run(statement);
    }
  }
  return results;
}

function render(name: string, results: Results): string[] {
  const middle = (way: Way, key: 'perSecond' | 'p50Ms' | 'p99Ms', digits = 0) => {
    const found = results[way]?.map((result) => result[key]);
    return found ? median(found).toFixed(digits) : '-';
  };
  const inEach = (key: 'perSecond' | 'p50Ms' | 'p99Ms') => allWays.map((way) => middle(way, key)).join(' / ');
  return [
    name,
    inEach('perSecond'),
    renderCost(results, 'a bare row'),
    renderCost(results, 'with'),
    inEach('p50Ms'),
    inEach('p99Ms'),
  ];
}

// Both of a round met the same load of the machine.
function renderCost({ without = [], ...others }: Results, way: Exclude<Way, 'without'>): string {
  const costs = others[way]?.map(({ perSecond }, round) => 1 - perSecond / (without[round] as LoadResult).perSecond);
  return costs ? `${(median(costs) * 100).toFixed(1)} %` : '-';
}

async function measureAll(place: Place): Promise<string[][]> {
  const { lab, member } = place;
  if ((await waitUntilTold(lab, [])) === null)
    throw new UserError(`${(await listBehind(lab)).length} keys have events that wait`, { next: './lab queue status' });
  const chosen = cases.filter(({ name }) => measured.test(name));
  const workers = lab.target.hosts.filter(({ role }) => role === 'relay' || role === 'consumer');
  const rows: string[][] = [];
  try {
    for (const host of workers) await lab.target.stop(host);
    for (const each of chosen) rows.push(render(each.name, await measure(place, each, { ways: allWays })));
    await Promise.all(workers.map((host) => startHost(lab, host)));
    for (const each of chosen)
      rows.push(render(`${each.name}, ${chainRate} a second, told`, await measure(place, each, told)));
  } finally {
    await endAll(place);
    await startEvents(member);
    await Promise.all(workers.map((host) => startHost(lab, host)));
  }
  return rows;
}

async function run() {
  const place = await open();
  const rows = await measureAll(place);
  console.log(`Each: ${allWays.join(' / ')}\n`);
  console.log(renderTable(['WRITES', 'A SECOND', 'COST OF A BARE ROW', 'COST', 'p50 ms', 'p99 ms'], rows));
  const texts = [describeMachine(), JSON.stringify(await describeVersions(place.lab))];
  console.log(`\n${texts.join('; ')}; medians of ${rounds} rounds of ${seconds} s in turns`);
}

try {
  await run();
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
