import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cookieName } from '../../page/server/access.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { BenchLab } from '../lab.ts';
import { cleanUp, measureCase } from '../measure/measure-case.ts';
import { readCpuMs, readLabCpuMs, readMemoryMb } from '../measure/process-usage.ts';
import { type CaseResult, type Measurement, median } from '../report/summarize.ts';
import { cases } from '../requests/cases.ts';
import type { RouteOptions } from './routes.ts';

/** What the watcher, which serves the page, costs: the API's figures with it and without it, and its own. */
export interface PageResult {
  cases: CaseResult[];
  costs: PageCost[];
}

export interface PageCost {
  /** How many pages were open. */
  pages: number;
  /** The watcher's processor time, as a share of one core. */
  cpuShare: number;
  /** What all of the lab's processes take more than without a watcher, itself among them, while no request comes. */
  addedShare: number;
  memoryMb: number;
}

const measured = /^GET \/articles(\/:slug)?$|^POST …|^a mix/;
const ways = { without: undefined, watched: 0, 'ten pages': 10 };
type Way = keyof typeof ways;
const costSeconds = 20;
const costRounds = 3;
// The start of a watcher, and reading the record for the first page, are over by then.
const settleMs = 5_000;

/** The same requests to the lab's own API, without a watcher, with one, and with ten open pages, in turns. */
export async function measurePage(benchLab: BenchLab, options: RouteOptions): Promise<PageResult> {
  const { lab, readSample, run } = benchLab;
  const { rounds, only, onProgress, ...load } = options;
  const data = { sample: await readSample(), run };
  const api = findApi(lab);
  const chosen = cases.filter(({ name }) => measured.test(name) && only.test(name));
  const results: CaseResult[] = chosen.map(({ name, kind }) => ({ name, kind, rounds: [] }));
  // The first round, which warms caches and compilers, does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const found = chosen.map((): Record<string, Measurement> => ({}));
    const names = Object.keys(ways) as Way[];
    for (const way of round % 2 === 0 ? names : names.toReversed()) {
      onProgress(`round ${round}, ${way}`);
      const close = await setWatcher(lab, ways[way]);
      for (const [place, each] of chosen.entries()) {
        Object.assign(found[place] ?? {}, { [way]: await measureCase(api, each, { ...data, ...load }) });
        await cleanUp(each, data);
      }
      close();
    }
    if (round > 0) for (const [place, { rounds }] of results.entries()) rounds.push(found[place] as never);
  }
  return { cases: results, costs: await measureCosts(lab) };
}

// The watcher asks this process for its counts, so it is the one to measure.
function findApi({ target }: Lab) {
  const { address, port } = target.endpoints.api;
  const [web] = target.endpoints.webs;
  const nothing = { warnings: () => [], stop: async () => undefined };
  return { name: 'API', url: `http://${address}:${port}/api`, pid: findPid(target, web?.name ?? ''), ...nothing };
}

const findPid = ({ view }: Lab['target'], name: string) =>
  Number(readFileSync(join(view.folderOf({ name }), 'pid'), 'utf8').split(/\s/)[0]);

/** Stops the watcher, or has it run with so many open pages; gives what closes them. */
async function setWatcher({ target, secrets }: Lab, pages: number | undefined): Promise<() => void> {
  const { watcher } = target;
  if (!watcher) throw new Error('This lab has no watcher');
  if (pages === undefined) await watcher.stop();
  else await watcher.start();
  const end = new AbortController();
  const { address, port } = watcher.page;
  const headers = { Cookie: `${cookieName({ port, key: '' })}=${secrets.page}` };
  const open = async () => {
    const options = { headers, signal: end.signal };
    const stream = await fetch(`http://${address}:${port}/stream`, options).catch(() => undefined);
    if (stream?.ok) drain(stream).catch(() => undefined);
    return stream?.ok ?? false;
  };
  for (let page = 0; page < (pages ?? 0); page += 1)
    await waitFor(open, { what: 'the page to answer', timeoutMs: 30_000 });
  await sleep(settleMs);
  return () => end.abort();
}

async function drain({ body }: Response) {
  for await (const _ of body ?? []);
}

/** Processor time and memory while no request comes: without a watcher, with one, with ten pages, in turns. */
async function measureCosts(lab: Lab): Promise<PageCost[]> {
  const rounds: Record<Way, Usage>[] = [];
  for (let round = 0; round < costRounds; round += 1) {
    const usage = {} as Record<Way, Usage>;
    for (const way of Object.keys(ways) as Way[]) usage[way] = await measureUsage(lab, ways[way]);
    rounds.push(usage);
  }
  const cost = (way: 'watched' | 'ten pages'): PageCost => ({
    pages: ways[way],
    cpuShare: median(rounds.map((each) => each[way].watcher)),
    addedShare: median(rounds.map((each) => each[way].lab - each.without.lab)),
    memoryMb: median(rounds.map((each) => each[way].memoryMb)),
  });
  return [cost('watched'), cost('ten pages')];
}

interface Usage {
  lab: number;
  watcher: number;
  memoryMb: number;
}

async function measureUsage(lab: Lab, pages: number | undefined): Promise<Usage> {
  const close = await setWatcher(lab, pages);
  const pid = pages === undefined ? undefined : findPid(lab.target, 'watcher');
  const read = () => ({
    atMs: performance.now(),
    lab: readLabCpuMs(lab.config.stateDir),
    watcher: pid ? readCpuMs(pid) : 0,
  });
  const before = read();
  await sleep(costSeconds * 1_000);
  const after = read();
  close();
  const share = (which: 'lab' | 'watcher') => (after[which] - before[which]) / (after.atMs - before.atMs);
  return { lab: share('lab'), watcher: share('watcher'), memoryMb: pid ? readMemoryMb(pid) : 0 };
}
