import anyTest, { type TestFn } from 'ava';
import { renderEndpoint } from '../../roles/role.ts';
import { findHost } from '../../scripts/lab/open-lab.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import { useLab } from '../cluster/support/lab.ts';

interface Report {
  state: string;
  user_count: number;
  stats: { method: string; name: string; num_requests: number; num_failures: number }[];
}

const test = anyTest.serial as TestFn<{ address: string; report(): Promise<Report> }>;

test.before('the profile load beside the lab, with few users', async (t) => {
  t.timeout(300_000);
  await (await useLab()).waitUntilWhole();
  const added = await runLab(['add', 'load'], { LOAD_MOST_USERS: '6' });
  t.is(added.exitCode, 0, `${added.stdout}${added.stderr}`);
  const { lab } = await useLab();
  const address = `http://${renderEndpoint(lab.target.view.at(findHost(lab, 'locust'), 'http'))}`;
  t.context = { address, report: async () => (await fetch(`${address}/stats/requests`)).json() as Promise<Report> };
});

test.after.always(async () => {
  await runLab(['remove', 'load']);
});

const startLoad = (address: string, headers: Record<string, string> = {}) =>
  fetch(`${address}/swarm`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ user_count: '1000', spawn_rate: '1000', run_time: '6s', host: 'http://192.0.2.1' }),
  });

test('other web sites cannot begin a load', async (t) => {
  const { address, report } = t.context;
  t.is((await startLoad(address, { Origin: 'http://192.0.2.1' })).status, 403);
  t.is((await report()).state, 'ready');
});

test('a load stays within its bounds and at its target, and no request fails', async (t) => {
  const { address, report } = t.context;
  t.is((await startLoad(address)).status, 200);
  const most: number[] = [];
  const isOver = async () => {
    const { state, user_count } = await report();
    most.push(user_count);
    return state === 'stopped';
  };
  await waitFor(isOver, { what: 'the end of the load', timeoutMs: 60_000, intervalMs: 500 });
  t.is(Math.max(...most), 6);
  const { stats } = await report();
  t.deepEqual(
    stats.filter(({ num_failures }) => num_failures > 0),
    [],
  );
  t.true(
    stats.some(({ method, name, num_requests }) => method === 'POST' && name === '/users/login' && num_requests > 0),
  );
  const total = stats.find(({ name }) => name === 'Aggregated')?.num_requests ?? 0;
  t.true(total > 6, `${total} requests`);
  t.regex(
    await (await fetch(`${address}/metrics`)).text(),
    /^locust_requests_total\{method="GET",route="\/articles"\} \d/m,
  );
});
