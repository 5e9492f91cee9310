import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { execa } from 'execa';
import { prometheusPrograms } from '../../roles/prometheus/programs.ts';
import { readDashboards } from '../../roles/prometheus/read-dashboards.ts';
import { renderEndpoint } from '../../roles/role.ts';
import { findHost } from '../../scripts/lab/open-lab.ts';
import { findServers } from '../../scripts/servers/find-servers.ts';
import { commandLine, type Program } from '../../scripts/servers/program.ts';
import { projectDir, readConfig } from '../../scripts/settings/config.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { findChromium } from '../browser/support/chromium.ts';
import { runLab } from '../cluster/support/command.ts';
import { type TestLab, useLab } from '../cluster/support/lab.ts';
import { listWithoutData } from './support/ask-dashboards.ts';
import { measureDashboards } from './support/measure-dashboards.ts';
import { startReceiver } from './support/receiver.ts';

interface Context {
  lab: TestLab;
  receiver: Awaited<ReturnType<typeof startReceiver>>;
  /** The value of each series by its `instance`, now or at a time. */
  ask(query: string, atMs?: number): Promise<Record<string, string>>;
}

const test = anyTest.serial as TestFn<Context>;

test.before('the profile monitor beside the lab, and a receiver of messages', async (t) => {
  t.timeout(600_000);
  await (await useLab()).waitUntilWhole();
  const receiver = await startReceiver();
  const added = await runLab(['add', 'monitor'], { MONITOR_WEBHOOK_URL: receiver.url });
  t.is(added.exitCode, 0, `${added.stdout}${added.stderr}`);
  const lab = await useLab();
  t.context = { lab, receiver, ask: createAsk(lab) };
});

test.after.always(async (t) => {
  t.context.receiver?.close();
  await runLab(['remove', 'monitor']);
});

// What a machine that is busy with other tests does to clients is told, too, for some minutes; not so what breaks.
const ofBusyMachine = /BudgetBurns|WriteProbeSlow|ApiEventLoopLag|ApiPoolWaits|LogLinesWait|^Host/;

/** What was told as new since the last look back; an alert that ends is told after it has ended. */
const listTold = ({ messages }: Context['receiver']) =>
  messages
    .filter(({ status, names }) => status === 'firing' && !names.some((name) => ofBusyMachine.test(name)))
    .map(({ atMs, names }) => ({ atMs, names }));

function createAsk({ lab }: TestLab): Context['ask'] {
  const { address, port } = lab.target.view.at(findHost(lab, 'prometheus'), 'http');
  return async (query, atMs = Date.now()) => {
    const url = `http://${address}:${port}/api/v1/query?time=${atMs / 1_000}&query=${encodeURIComponent(query)}`;
    const { text } = await fetchText(url, { timeoutMs: 5_000 });
    const { data } = JSON.parse(text) as {
      data: { result: { metric: { instance?: string }; value: [number, string] }[] };
    };
    return Object.fromEntries(data.result.map(({ metric, value }) => [metric.instance ?? '', value[1]]));
  };
}

async function runPromtool(...args: string[]) {
  const { environment, cacheDir } = readConfig();
  const options = { wanted: [prometheusPrograms], env: environment, cacheDir, onProgress: () => undefined };
  const { promtool } = await findServers(options);
  const [command, ...rest] = commandLine(promtool as Program, args);
  return await execa(command, rest, { all: true, reject: false });
}

test('the rules pass their own tests', async (t) => {
  const folder = join(projectDir, 'roles/prometheus/rules/tests');
  const { exitCode, all } = await runPromtool(
    'test',
    'rules',
    ...readdirSync(folder).map((name) => join(folder, name)),
  );
  t.is(exitCode, 0, all);
});

const members = ['mysql-1', 'mysql-2', 'mysql-3'];
const sources = [...members, 'haproxy', 'web', 'node-exporter', 'process-exporter', 'probe'];

test('every part of the lab gives its numbers, and no alert is in force', async (t) => {
  const { ask, lab } = t.context;
  const allAnswer = async () => {
    const up = await ask('up');
    return sources.every((name) => name in up) && Object.values(up).every((value) => value === '1');
  };
  await waitFor(allAnswer, { what: `numbers of ${sources.join(', ')}`, timeoutMs: 60_000 });
  const sees = { what: 'each member to see three', timeoutMs: 30_000 };
  const seen = async () => (await ask('count by (job) (group_replication:online_view)'))[''] === '9';
  await waitFor(seen, sees);
  const hasWritten = async () => Number((await ask('probe_writes_total')).probe) > 0;
  await waitFor(hasWritten, { what: 'the probe to write', timeoutMs: 30_000 });
  await lab.waitUntilAllWork();
  const isQuiet = async () => {
    const { stdout } = await runLab(['alerts', '--json']);
    const { alerts, isWatched } = JSON.parse(stdout);
    return isWatched && alerts.every(({ name }: { name: string }) => ofBusyMachine.test(name));
  };
  t.true(await waitFor(isQuiet, { what: 'no alert', timeoutMs: 60_000, intervalMs: 1_000 }));
});

test('a dead member is one message, and another one when it is back', async (t) => {
  t.timeout(180_000);
  const { lab, receiver, ask } = t.context;
  receiver.messages.length = 0;
  const killedAtMs = Date.now();
  await lab.kill('mysql-2');
  const first = await waitFor(() => listTold(receiver)[0], { what: 'a message', timeoutMs: 30_000 });
  t.deepEqual(first.names, ['GroupMemberNotOnline mysql-2']);
  t.log(`kill to message: ${first.atMs - killedAtMs} ms`);
  // What follows from it has fired by now, and stays silent.
  const follows = async () =>
    (await ask('count(ALERTS{alertstate="firing", alertname="GroupCanLoseNoMember"})'))[''] === '1';
  await waitFor(follows, { what: 'the next alert to fire', timeoutMs: 60_000 });
  await lab.start('mysql-2');
  const isOver = () =>
    receiver.messages.some(
      ({ status, names }) => status === 'resolved' && names.includes('GroupMemberNotOnline mysql-2'),
    );
  await waitFor(isOver, { what: 'the message that it is back', timeoutMs: 120_000 });
  const told = listTold(receiver).flatMap(({ names }) => names);
  t.deepEqual([...new Set(told)], ['GroupMemberNotOnline mysql-2']);
});

test('every query of every dashboard brings numbers', async (t) => {
  const { target } = t.context.lab.lab;
  // One of the tables lists requests that were refused.
  const { status } = await fetchText(`http://${renderEndpoint(target.endpoints.api)}/api/articles/no-such-article`, {
    timeoutMs: 15_000,
  });
  t.is(status, 404);
  let missing: string[] = [];
  const allBring = async () => {
    missing = await listWithoutData(target.view, findHost(t.context.lab.lab, 'prometheus'));
    return missing.length === 0;
  };
  const wanted = { what: 'numbers for each query', timeoutMs: 30_000, intervalMs: 1_000 };
  await waitFor(allBring, wanted).catch(() => undefined);
  t.deepEqual(missing, []);
});

test('the page draws each kind of panel on a phone, and the arrow keys tell the values', async (t) => {
  const chromium = await findChromium();
  if (chromium === undefined) {
    t.log('SKIPPED: there is no Chromium on this machine (Debian: apt-get install chromium)');
    return process.env.CI ? t.fail('CI needs Chromium') : t.pass();
  }
  // Together they have all kinds; more would take longer and draw the same.
  const dashboards = readDashboards().filter(({ title }) => ['Alerts', 'Hosts'].includes(title));
  t.deepEqual(
    await measureDashboards(chromium, t.context.lab.lab, dashboards),
    dashboards.map(({ title, panels }) => ({ title, width: 360, panels: panels.length, problems: [], nameless: [] })),
  );
});

test('what Prometheus has kept is there after a stop and a start', async (t) => {
  const { ask, lab } = t.context;
  const atMs = Date.now() - 3_000;
  const past = async () => (await ask('up{job="prometheus"}', atMs)).prometheus;
  t.is(await past(), '1');
  await lab.stop('prometheus');
  await lab.start('prometheus');
  const kept = await waitFor(() => past().catch(() => undefined), { what: 'what was kept', timeoutMs: 30_000 });
  t.is(kept, '1');
});
