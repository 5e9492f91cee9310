import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { LoadLine } from '../../scripts/record/lines.ts';
import { createHttpClient } from '../load/http-client.ts';
import { type Load, startLoad } from '../load/load.ts';
import { createRandom } from '../load/random.ts';
import { registerClients } from '../load/register-clients.ts';
import { findService, type Through } from '../load/service.ts';
import { waitUntilWhole } from '../run/mend.ts';
import { readFinalTables } from '../run/read-final-tables.ts';
import { createRun, judgeLoad, judgeSoFar } from './judge-so-far.ts';

export interface LiveLoadOptions {
  ratePerSecond: number;
  clients: number;
  through?: Through;
  /** The load ends by itself after this time. */
  seconds: number;
  /** Ends the load sooner. */
  signal: AbortSignal;
  /** Gets the counts, from time to time and when the load has been judged. */
  onLine(line: LoadLine): void;
  /** Gives the function that changes the rate, once the load has begun. */
  onBegin(setRate: (ratePerSecond: number) => void): void;
}

const countEveryMs = 1_000;
const requestTimeoutMs = 20_000;
const wholeTimeoutMs = 20_000;

/** Loads the API, tells what becomes of the requests, and judges all of it in the end. */
export async function runLiveLoad(lab: Lab, options: LiveLoadOptions) {
  const { clients: count, signal, onLine } = options;
  const http = createHttpClient(findService(lab, options.through), { timeoutMs: requestTimeoutMs });
  const mark = Date.now().toString(36);
  const clients = await registerClients(http, { count, run: mark, signal });
  const users = clients.map(({ username }) => username);
  const run = createRun({ requests: [], users, ratePerSecond: options.ratePerSecond });
  const startedMs = performance.now();
  const nowMs = () => Math.round((performance.now() - startedMs) * 10) / 10;
  const tell = (edge: LoadLine['edge'], more: Pick<LoadLine, 'figures' | 'verdict'>) =>
    onLine({ type: 'load', atMs: Date.now(), edge, ratePerSecond: run.ratePerSecond, ...more });
  const record = (request: (typeof run.requests)[number]) => void run.requests.push(request);
  const { ratePerSecond } = options;
  const load = await startLoad({
    clients,
    http,
    run: mark,
    random: createRandom(Date.now()),
    nowMs,
    record,
    ratePerSecond,
  });
  options.onBegin((rate) => {
    run.ratePerSecond = rate;
    load.setRate(rate);
  });
  tell('begin', { figures: {} });
  await countUntilEnd(() => tell('begin', { figures: judgeSoFar(run) }), options);
  await end(load, http);
  run.seconds = nowMs() / 1_000;
  // Members that are away cannot be compared; the verdict says so.
  if (await waitUntilWhole(lab, { timeoutMs: wholeTimeoutMs })) run.finals = await readFinalTables(lab, users);
  tell('done', judgeLoad(run));
}

async function countUntilEnd(count: () => void, { seconds, signal }: LiveLoadOptions) {
  const endsMs = performance.now() + seconds * 1_000;
  while (!signal.aborted && performance.now() < endsMs) {
    const beganMs = performance.now();
    count();
    // A long history takes longer to judge: that must not take the load's own time.
    const restMs = Math.max(countEveryMs, 10 * (performance.now() - beganMs));
    await sleep(restMs, undefined, { signal }).catch(() => undefined);
  }
}

async function end(load: Load, http: { close(): void }) {
  await load.stop();
  http.close();
}
