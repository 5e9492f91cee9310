import test from 'ava';
import { cases } from '../../bench/cases.ts';
import { describeFloor } from '../../bench/contestants/contestants.ts';
import { withRunning } from '../../bench/contestants/with-running.ts';
import { openBenchLab } from '../../bench/lab.ts';
import { countWork } from '../../bench/measure/database-work.ts';
import { send } from '../../bench/parts/routes.ts';
import { useLab } from './support/lab.ts';

// What a request costs the database does not depend on how fast the machine is. The servers count it themselves.

const { lab, waitUntilWhole } = await useLab();
const api = `http://${lab.target.endpoints.api.address}:${lab.target.endpoints.api.port}/api`;

test.before(async () => waitUntilWhole());

/** At most, for each request on the seeds. */
const limits: Record<string, { statements: number; roundTrips: number; rows: number }> = {
  'GET /tags': { statements: 1, roundTrips: 1, rows: 30 },
  'GET /articles': { statements: 2, roundTrips: 1, rows: 320 },
  'GET /articles?tag': { statements: 2, roundTrips: 1, rows: 300 },
  'GET /articles?author': { statements: 2, roundTrips: 1, rows: 180 },
  'GET /articles?favorited': { statements: 2, roundTrips: 1, rows: 400 },
  'GET /articles/feed': { statements: 2, roundTrips: 1, rows: 300 },
  'GET /articles/:slug': { statements: 1, roundTrips: 1, rows: 20 },
  'GET …/comments': { statements: 1, roundTrips: 1, rows: 50 },
  'GET /profiles/:name': { statements: 1, roundTrips: 1, rows: 5 },
  'GET /user': { statements: 1, roundTrips: 1, rows: 2 },
  'favorite, unfavorite': { statements: 5, roundTrips: 1, rows: 40 },
  'follow, unfollow': { statements: 5, roundTrips: 1, rows: 10 },
  'POST …/comments': { statements: 5, roundTrips: 1, rows: 10 },
  'POST /articles': { statements: 6, roundTrips: 1, rows: 20 },
  'PUT /articles/:slug': { statements: 5, roundTrips: 1, rows: 20 },
};

test.serial('each route costs the database no more than it has to', async (t) => {
  t.timeout(120_000);
  const { askMembers, readWorld } = openBenchLab(lab);
  const world = await readWorld();
  for (const { name, requests } of cases.filter(({ kind }) => kind !== 'mix')) {
    const sent = requests(world).slice(0, 10);
    if (sent.length === 0) continue;
    const work = await countWork(
      { ask: askMembers, username: lab.secrets.application.username },
      sent.map((request) => () => send(api, request)),
      5,
    );
    const { statements, roundTrips, rowsExamined: rows } = work;
    t.log(`${name}: ${statements} statements, ${roundTrips} round trips, ${rows} rows examined`);
    const most = limits[name] ?? { statements: 0, roundTrips: 0, rows: 0 };
    // One wait for a member that is behind, in one of ten requests, is no change of the route.
    t.true(statements <= most.statements + 0.2, `${name}: ${statements} statements`);
    t.true(roundTrips <= most.roundTrips + 0.2, `${name}: ${roundTrips} round trips`);
    t.true(rows <= most.rows, `${name}: ${rows} rows examined`);
  }
});

test.serial('the floor of the benchmark answers as the API does', async (t) => {
  t.timeout(120_000);
  const { readWorld } = openBenchLab(lab);
  const world = await readWorld();
  await withRunning([await describeFloor(lab)], async ([floor]) => {
    for (const { name, requests } of cases.filter(({ kind }) => kind === 'read')) {
      for (const request of requests(world).slice(0, 5)) {
        const [theirs, ours] = [await send(floor?.url ?? '', request), await send(api, request)];
        t.deepEqual(withoutToken(theirs), withoutToken(ours), `${name} ${request.path}`);
      }
    }
  });
});

function withoutToken(body: unknown) {
  return JSON.parse(JSON.stringify(body, (name, value) => (name === 'token' ? '' : value)));
}
