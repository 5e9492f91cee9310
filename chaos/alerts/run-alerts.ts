import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findAlertmanager } from '../../roles/alertmanager/alerts.ts';
import { type Lab, openLab } from '../../scripts/lab/open-lab.ts';
import { UserError } from '../../scripts/messages/user-error.ts';
import { actAs } from '../../scripts/record/actor.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { createHttpClient } from '../load/http-client.ts';
import { startLoad } from '../load/load.ts';
import { createRandom } from '../load/random.ts';
import { registerClients } from '../load/register-clients.ts';
import { mend, requireWhole, waitUntilWhole } from '../run/mend.ts';
import { abortOnSignals, withChaosLock } from '../run/run-chaos.ts';
import type { AlertCase } from './alert-case.ts';
import { type AlertResult, isProved, renderAlertTable, renderTeller } from './alert-table.ts';
import { createFaultTools, type FaultTools } from './fault-tools.ts';
import { findTeller } from './find-teller.ts';
import { type AlertSpan, findSpan, followAlerts, isInForce } from './follow-alerts.ts';

export interface AlertRunOptions {
  ratePerSecond: number;
  clients: number;
}

interface AlertRun {
  lab: Lab;
  tools: FaultTools;
  spans: AlertSpan[];
  signal: AbortSignal;
  nowMs(): number;
}

// The longest window of a rule that ends an alert is five minutes.
const overTimeoutMs = 400_000;
const fireTimeoutMs = 180_000;
const wholeTimeoutMs = 180_000;

/** Causes what each alert warns of, and tells after how many seconds it fires and ends. */
export async function proveAlerts(cases: AlertCase[], options: AlertRunOptions): Promise<AlertResult[]> {
  const results = await withLoad(options, async (run) => {
    const measured: Measured[] = [];
    const { profiles = [] } = run.lab.record;
    const possible = cases.filter(({ profile }) => profile === undefined || profiles.includes(profile));
    for (const each of possible) measured.push(await prove(each, run));
    console.log('  … waiting until all alerts are over');
    const isOver = () => measured.flatMap(({ results: list }) => list(run.spans)).every(isOverOrNeverFired);
    await waitFor(isOver, { what: 'the alerts to end', timeoutMs: overTimeoutMs, signal: run.signal }).catch(
      ignoreTimeout,
    );
    return measured.flatMap(({ results: list }) => list(run.spans));
  });
  const table = renderAlertTable(results);
  console.log(`\n${table}\n\nWritten to ${await keep(table)}`);
  if (!results.every(isProved)) process.exitCode = 1;
  return results;
}

/** Loads the lab for some time, breaks nothing, and tells which alerts fired. */
export async function proveCalm(seconds: number, options: AlertRunOptions): Promise<AlertSpan[]> {
  return await withLoad(options, async ({ spans, signal }) => {
    await sleep(seconds * 1_000, undefined, { signal });
    const lines = spans.map(({ name, fromMs }) => `  ${name}, after ${(fromMs / 1_000).toFixed(0)} s`);
    console.log(
      [`${spans.length} alerts in ${seconds} s with ${options.ratePerSecond} requests a second`, ...lines].join('\n'),
    );
    if (spans.length > 0) process.exitCode = 1;
    return spans;
  });
}

async function withLoad<T>({ ratePerSecond, clients: count }: AlertRunOptions, work: (run: AlertRun) => Promise<T>) {
  actAs('chaos');
  const lab = await openLab();
  const { view } = lab.target;
  if (view.hostsAre === 'machines')
    throw new UserError('Alerts are proved on a lab of processes only', { next: 'npm start -- --with monitor' });
  const alertmanager = findAlertmanager(view);
  await requireWhole(lab);
  const { signal } = abortOnSignals(lab);
  const startedMs = performance.now();
  const nowMs = () => Math.round(performance.now() - startedMs);
  const http = createHttpClient(lab.target.endpoints.api, { timeoutMs: 20_000 });
  const mark = Date.now().toString(36);
  const tools = createFaultTools(lab);
  return await withChaosLock(lab, async () => {
    const clients = await registerClients(http, { count, run: mark, signal });
    const record = () => undefined;
    const load = await startLoad({ clients, http, run: mark, random: createRandom(1), nowMs, record, ratePerSecond });
    const end = new AbortController();
    const spans = followAlerts(alertmanager, { signal: end.signal, nowMs });
    try {
      return await work({ lab, tools, spans, signal, nowMs });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new UserError('Interrupted; the lab has been mended', { next: './lab status' });
    } finally {
      end.abort();
      await load.stop();
      http.close();
      await tools.release();
      await lab.target.startCaretaker();
      await mend(lab);
    }
  });
}

interface Measured {
  results(spans: AlertSpan[]): AlertResult[];
}

async function prove({ title, alerts, toldBy, begin, end }: AlertCase, run: AlertRun): Promise<Measured> {
  const { tools, spans, signal, nowMs } = run;
  console.log(`  … ${title}`);
  const areOver = () => alerts.every((name) => !isInForce(spans, name));
  await waitFor(areOver, { what: `${alerts.join(', ')} to be over`, timeoutMs: overTimeoutMs, signal });
  const beganMs = nowMs();
  const goOn = await begin(tools);
  const haveFired = async () => {
    await goOn?.();
    return alerts.every((name) => findSpan(spans, name, beganMs));
  };
  const waiting = waitFor(haveFired, { what: 'the alerts to fire', timeoutMs: fireTimeoutMs, signal });
  let curedMs = beganMs;
  try {
    await waiting.catch(ignoreTimeout);
  } finally {
    curedMs = nowMs();
    await end(tools);
  }
  const isWhole = await waitUntilWhole(run.lab, { timeoutMs: wholeTimeoutMs, signal });
  if (!isWhole) await mend(run.lab);
  const results = (known: AlertSpan[]) => {
    // What began after the cure is of another case.
    const own = known.filter(({ name, fromMs }) => alerts.includes(name) && fromMs >= beganMs && fromMs <= curedMs);
    return alerts.map((alert) => {
      const span = findSpan(own, alert, beganMs);
      const firedAfterMs = span && span.fromMs - beganMs;
      const resolvedAfterMs = span?.toMs === undefined ? undefined : span.toMs - curedMs;
      const teller = findTeller(alert, { spans: own, toldBy });
      return { alert, title, firedAfterMs, resolvedAfterMs, toldBy: teller, causes: span?.causes ?? [] };
    });
  };
  for (const result of results(spans)) console.log(`      ${describeFiring(result)}`);
  return { results };
}

function describeFiring(result: AlertResult) {
  const { alert, firedAfterMs } = result;
  if (firedAfterMs === undefined) return `${alert} has not fired`;
  return `${alert} fired after ${(firedAfterMs / 1_000).toFixed(1)} s, told by: ${renderTeller(result)}`;
}

const isOverOrNeverFired = ({ firedAfterMs, resolvedAfterMs }: AlertResult) =>
  firedAfterMs === undefined || resolvedAfterMs !== undefined;

// What has not come is told by the table.
function ignoreTimeout(error: unknown) {
  if (!(error instanceof UserError)) throw error;
}

async function keep(table: string) {
  const folder = join('results', 'alerts');
  const path = join(folder, `${new Date().toISOString().replaceAll(':', '')}.txt`);
  await mkdir(join(projectDir, folder), { recursive: true });
  await writeFile(join(projectDir, path), `${table}\n`);
  return path;
}
