import { randomInt } from 'node:crypto';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Scenario } from '../faults/scenario.ts';
import type { ClientRequest, Run } from '../history.ts';
import { judge, type Verdict } from '../judge/judge.ts';
import { createHttpClient } from '../load/http-client.ts';
import { createRandom } from '../load/random.ts';
import { registerClients } from '../load/register-clients.ts';
import { findService, type Through } from '../load/service.ts';
import { besideCopies } from './beside-copies.ts';
import { besideLocks } from './beside-locks.ts';
import { describeMachine, describeVersions } from './describe-machine.ts';
import { besideCursor } from './follow-cursor.ts';
import { mend, requireWhole } from './mend.ts';
import { observeUnderLoad } from './observe-under-load.ts';
import { besidePublisher } from './publish-after-commit.ts';
import { readFinalTables } from './read-final-tables.ts';
import { isTold, listBehind, readToldEvents, waitUntilTold, withoutWorkers } from './read-told-events.ts';
import { openRunFolder } from './run-folder.ts';

export interface RunOptions {
  ratePerSecond: number;
  clients: number;
  /** Chooses the requests and their order; random if left out. */
  seed?: number;
  through?: Through;
  /** A longer load than the scenario's. */
  seconds?: number;
  signal: AbortSignal;
  /** Called with what is being done. */
  progress(text: string): void;
}

export interface ScenarioResult {
  run: Run;
  verdict: Verdict;
  /** The folder of the run. */
  dir: string;
}

// Longer than the API's own deadline of 15 s: without an answer by then there will be none.
const requestTimeoutMs = 20_000;

/** Runs one scenario under load, mends the lab, judges the run and writes its folder. */
export async function runScenario(lab: Lab, scenario: Scenario, options: RunOptions): Promise<ScenarioResult> {
  await requireWhole(lab);
  const ignored = isTold(lab) ? await listBehind(lab) : [];
  const observed = await observe(lab, scenario, options).catch((error: unknown) => mendAndThrow(lab, error));
  const { folder, run } = observed;
  // A lab that cannot be mended makes the run invalid.
  await mend(lab).catch((error: Error) => {
    run.interrupted = error.message;
  });
  await readOutcome(lab, run, { ignored, progress: options.progress });
  const verdict = judge(run);
  await folder.complete(lab, run, verdict);
  return { run, verdict, dir: folder.dir };
}

interface OutcomeOptions extends Pick<RunOptions, 'progress'> {
  /** Keys of events that were behind before the run. */
  ignored: string[];
}

async function readOutcome(lab: Lab, run: Run, { ignored, progress }: OutcomeOptions) {
  const readTables = async () => {
    progress('reading what every member has');
    run.finals = await readFinalTables(lab, run.users);
  };
  if (!isTold(lab)) return await readTables();
  progress('waiting until every event was taken in');
  const drainedAfterMs = await waitUntilTold(lab, ignored);
  await withoutWorkers(lab, async () => {
    await readTables();
    run.told = await readToldEvents(lab, { usernames: run.users, ignored, drainedAfterMs });
  });
}

async function mendAndThrow(lab: Lab, error: unknown): Promise<never> {
  await mend(lab);
  throw error;
}

async function observe(lab: Lab, scenario: Scenario, options: RunOptions) {
  const { ratePerSecond, clients: count, progress, signal, through, seed = randomInt(2 ** 31) } = options;
  const seconds = Math.max(scenario.seconds, options.seconds ?? 0);
  const head = await describeRun(lab, scenario, { ratePerSecond, seed, through });
  const http = createHttpClient(findService(lab, through), { timeoutMs: requestTimeoutMs });
  progress(`registering ${count} users`);
  const mark = Date.now().toString(36);
  const clients = await registerClients(http, { count, run: mark, signal });
  const folder = await openRunFolder(lab, head);
  const nowMs = startClock();
  const beganAtMs = Date.now();
  try {
    const load = { clients, http, run: mark, random: createRandom(seed), nowMs, ratePerSecond, isTold: isTold(lab) };
    const more = { seconds, signal, progress, writer: folder.record };
    const seen = await besidePublisher(lab, (tell) =>
      besideCursor(lab, async () => {
        const append = (request: ClientRequest) => {
          folder.append(request);
          tell(request);
        };
        return await besideLocks(lab, nowMs, () =>
          besideCopies(lab, nowMs, async () => {
            const underLoad = await observeUnderLoad(lab, scenario, { ...load, ...more, append });
            return { ...underLoad, seconds: nowMs() / 1_000 };
          }),
        );
      }),
    );
    const users = clients.map(({ username }) => username);
    return { folder, run: { ...head, ...seen, beganAtMs, users, finals: [] } as Run };
  } finally {
    http.close();
    await folder.end();
  }
}

function startClock() {
  const startedMs = performance.now();
  return () => Math.round((performance.now() - startedMs) * 10) / 10;
}

async function describeRun(
  lab: Lab,
  { name, words = name, outageExpected }: Scenario,
  { ratePerSecond, seed, through }: { ratePerSecond: number; seed: number; through: Through },
) {
  const naive = lab.record.naive ? ' --naive' : '';
  const way = through ? ` --through ${through}` : '';
  const target = lab.config.caller ? `--target ${lab.config.caller} ` : '';
  return {
    scenario: name,
    variant: lab.record.naive ? 'naive' : 'hardened',
    startedAt: new Date().toISOString(),
    ratePerSecond,
    ...(outageExpected && { outageExpected }),
    command: `./lab ${target}chaos ${words} --rate ${ratePerSecond} --seed ${seed}${way}${naive}`,
    machine: describeMachine(),
    versions: await describeVersions(lab),
  };
}
