import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeMachine, describeVersions } from '../chaos/run/describe-machine.ts';
import { openLab } from '../scripts/lab/open-lab.ts';
import { chooseMember } from '../scripts/lifecycle/install-tables.ts';
import { startThrowAwayLab } from '../scripts/lifecycle/throw-away-lab.ts';
import { projectDir } from '../scripts/settings/config.ts';
import { addLargeData } from './data/large.ts';
import { waitUntilSteady } from './data/wait-until-steady.ts';
import { type BenchLab, openBenchLab } from './lab.ts';
import { readMemoryMb } from './measure/process-usage.ts';
import { measureEncryption } from './parts/encryption.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureLogins } from './parts/logins.ts';
import { measureMemory } from './parts/memory.ts';
import { measurePage } from './parts/page.ts';
import { measureRoutes, type RouteOptions } from './parts/routes.ts';
import { renderMarkdown, renderText } from './report/documents.ts';
import type { Results } from './report/results.ts';
import { mix } from './requests/cases.ts';
import { describeApi, describeBaseline } from './servers/describe-servers.ts';
import { readPeer } from './servers/peer.ts';
import { type RunningServer, withServers } from './servers/server-process.ts';

/** What can be measured. */
export const partNames = ['routes', 'logins', 'memory', 'growth', 'encryption', 'page'] as const;
export type Part = (typeof partNames)[number];

export const dataNames = ['small', 'large'] as const;
export type DataSize = (typeof dataNames)[number];

/** What a run measures, and how thoroughly. */
export interface BenchOptions extends Omit<RouteOptions, 'onProgress'> {
  parts: Part[];
  data: DataSize[];
  loginSeconds: number;
  /** How long memory is watched. */
  minutes: number;
  /** Files that say how other back ends are started. */
  peers: string[];
}

const loginsPerSecond = 30;
const steadyPerSecond = 100;

/** Measures what was asked for on a lab of its own, and writes the report. */
export async function runBench(options: BenchOptions, signal: AbortSignal): Promise<void> {
  const throwAway = await startThrowAwayLab(signal);
  try {
    Object.assign(process.env, throwAway.environment);
    const folder = await createFolder();
    const say = (line: string) => {
      signal.throwIfAborted();
      console.log(`  … ${line}`);
    };
    const results = await measure(options, { say, save: (soFar) => save(folder, soFar) });
    console.log(`\n${renderText(results)}\n`);
    console.log(`Kept in ${folder}`);
  } finally {
    await throwAway.destroy();
  }
}

interface Observer {
  /** Prints what is measured next; throws after an interruption. */
  say(line: string): void;
  /** Saves what has been measured so far, for a run that is interrupted. */
  save(results: Results): Promise<void>;
}

async function measure(options: BenchOptions, observer: Observer): Promise<Results> {
  const benchLab = openBenchLab(await openLab());
  const { lab } = benchLab;
  const results: Results = { about: await describeRun(benchLab, options), routes: {} };
  const descriptions = [
    await describeApi(lab),
    await describeBaseline(lab),
    ...(await Promise.all(options.peers.map((path) => readPeer(lab, path)))),
  ];
  await withServers(descriptions, async (servers) => {
    await measureAllRoutes(benchLab, servers, { options, results, observer });
    await measureApi(benchLab, servers[0] as RunningServer, { options, results, observer });
  });
  if (options.parts.includes('growth')) {
    observer.say('small and large data in turns');
    results.growth = await measureGrowth(benchLab, withProgress(options, observer));
    await observer.save(results);
  }
  if (options.parts.includes('encryption')) {
    observer.say('with and without encryption in turns');
    results.encryption = await measureEncryption(benchLab, withProgress(options, observer));
    await observer.save(results);
  }
  if (options.parts.includes('page')) {
    observer.say('without and with the watcher and its page in turns');
    results.page = await measurePage(benchLab, withProgress(options, observer));
    await observer.save(results);
  }
  return results;
}

interface Run {
  options: BenchOptions;
  results: Results;
  observer: Observer;
}

const withProgress = (options: BenchOptions, { say }: Observer): RouteOptions => {
  return { ...options, onProgress: (line) => say(`  ${line}`) };
};

async function measureAllRoutes(benchLab: BenchLab, servers: RunningServer[], { options, results, observer }: Run) {
  for (const size of options.data) {
    if (size === 'large') results.largeData = await makeLarge(benchLab, observer);
    if (!options.parts.includes('routes')) continue;
    observer.say(`routes, ${size} data`);
    results.routes[size] = await measureRoutes(benchLab, servers, withProgress(options, observer));
    await observer.save(results);
  }
}

async function measureApi(benchLab: BenchLab, api: RunningServer, { options, results, observer }: Run) {
  const { parts, loginSeconds, minutes } = options;
  if (parts.includes('logins')) {
    observer.say(`${loginsPerSecond} logins a second`);
    results.logins = await measureLogins(benchLab, api, { loginsPerSecond, seconds: loginSeconds });
  }
  if (parts.includes('memory')) {
    observer.say('memory under a steady load');
    const onProgress = (minute: string) => observer.say(`  ${minute}`);
    results.memory = await measureMemory(benchLab, api, mix, { minutes, perSecond: steadyPerSecond, onProgress });
  }
  results.apiMemoryMb = readMemoryMb(api.pid);
  await observer.save(results);
}

async function describeRun({ lab }: BenchLab, { rounds, seconds, connections }: BenchOptions) {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: await describeVersions(lab),
    settings: { rounds, seconds, connections },
  };
}

async function makeLarge({ lab, run }: BenchLab, { say }: Observer) {
  const startedMs = Date.now();
  // Straight to a member: HAProxy ends the sessions of a member that is too busy to answer its checks.
  const member = await chooseMember(lab);
  await addLargeData(member, { onProgress: say });
  say('until every member has applied it');
  await run('DO 0', { address: member.host, port: member.port });
  const seconds = (Date.now() - startedMs) / 1000;
  await waitUntilSteady(lab);
  return { seconds, memoryMb: readMemoryMb(process.pid) };
}

async function createFolder(): Promise<string> {
  const folder = join(projectDir, 'results/bench', new Date().toISOString().replaceAll(/[:.]/g, ''));
  await mkdir(folder, { recursive: true });
  return folder;
}

async function save(folder: string, results: Results): Promise<void> {
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, 'report.md'), renderMarkdown(results));
}
