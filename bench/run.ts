import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeMachine, describeVersions } from '../chaos/run/describe-machine.ts';
import { openLab } from '../scripts/lab/open-lab.ts';
import { chooseMember } from '../scripts/lifecycle/install-tables.ts';
import { startThrowAwayLab } from '../scripts/lifecycle/throw-away-lab.ts';
import { projectDir } from '../scripts/settings/config.ts';
import { mix } from './cases.ts';
import { describeApi, describeFloor } from './contestants/contestants.ts';
import { readPeer } from './contestants/peer.ts';
import { withRunning } from './contestants/with-running.ts';
import { addLargeData } from './data/large.ts';
import { waitUntilCalm } from './data/wait-until-calm.ts';
import { openBenchLab } from './lab.ts';
import { readMemoryMb } from './measure/process.ts';
import type { BenchOptions } from './options.ts';
import { measureAlone } from './parts/alone.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureLogins } from './parts/logins.ts';
import { measureMemory } from './parts/memory.ts';
import { measurePrice } from './parts/price.ts';
import { measureProcesses } from './parts/processes.ts';
import { measureRoutes } from './parts/routes.ts';
import { measureWay } from './parts/way.ts';
import { renderMarkdown, renderText } from './report/documents.ts';
import type { Results } from './report/results.ts';

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
    const results = await measure(options, { say, keepSoFar: (soFar) => keep(folder, soFar) });
    console.log(`\n${renderText(results)}\n`);
    console.log(`Kept in ${folder}`);
  } finally {
    await throwAway.destroy();
  }
}

interface Observer {
  /** Hears what is measured next; throws where nobody wants that any more. */
  say(line: string): void;
  keepSoFar(results: Results): Promise<void>;
}

/** What has been measured is kept after each part, for one that is interrupted. */
async function measure(options: BenchOptions, { say, keepSoFar }: Observer): Promise<Results> {
  const benchLab = openBenchLab(await openLab());
  const detailed = { ...options, onProgress: (line: string) => say(`  ${line}`) };
  const { lab, run } = benchLab;
  const { rounds, seconds, connections, parts, data, peers } = options;
  const results: Results = {
    about: {
      date: new Date().toISOString().slice(0, 10),
      machine: describeMachine(),
      versions: await describeVersions(lab),
      settings: { rounds, seconds, connections },
    },
    routes: {},
  };
  const contestants = [
    await describeApi(lab),
    await describeFloor(lab),
    ...(await Promise.all(peers.map((path) => readPeer(lab, path)))),
  ];
  await withRunning(contestants, async (servers) => {
    const [api] = servers as [(typeof servers)[0], ...typeof servers];
    for (const size of data) {
      if (size === 'large') results.largeData = await makeLarge();
      if (!parts.includes('routes')) continue;
      say(`routes, ${size} data`);
      results.routes[size] = await measureRoutes(benchLab, servers, detailed);
      await keepSoFar(results);
    }
    if (parts.includes('logins')) {
      say(`${loginsPerSecond} logins a second`);
      results.logins = await measureLogins(benchLab, api, { loginsPerSecond, seconds: options.loginSeconds });
    }
    if (parts.includes('memory')) {
      say('memory under a steady load');
      results.memory = await measureMemory(benchLab, api, mix, {
        minutes: options.minutes,
        perSecond: steadyPerSecond,
        onProgress: (minute) => say(`  ${minute}`),
      });
    }
    results.apiMemoryMb = readMemoryMb(api.pid);
    await keepSoFar(results);
  });
  for (const [part, words, work] of [
    ['growth', 'little and much data in turns', () => measureGrowth(benchLab, detailed)],
    ['way', 'through HAProxy and straight', () => measureWay(benchLab, detailed)],
    ['processes', 'one API process and two', () => measureProcesses(options)],
    ['price', 'what a write that is never lost costs the group', () => measurePrice(benchLab, options)],
    ['alone', 'the group and a single server', () => measureAlone(benchLab, options)],
  ] as const) {
    if (!parts.includes(part)) continue;
    say(words);
    Object.assign(results, { [part]: await work() });
    await keepSoFar(results);
  }
  return results;

  async function makeLarge() {
    const startedMs = Date.now();
    // Straight to a member: HAProxy ends the sessions of one that is too busy to answer its checks.
    const member = await chooseMember(lab);
    await addLargeData(member, { onProgress: say });
    say('until every member has applied it');
    await run('DO 0', { address: member.host, port: member.port });
    const seconds = (Date.now() - startedMs) / 1000;
    await waitUntilCalm(lab);
    return { seconds, memoryMb: readMemoryMb(process.pid) };
  }
}

async function createFolder(): Promise<string> {
  const folder = join(projectDir, 'results/bench', new Date().toISOString().replaceAll(/[:.]/g, ''));
  await mkdir(folder, { recursive: true });
  return folder;
}

async function keep(folder: string, results: Results): Promise<void> {
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, 'report.md'), renderMarkdown(results));
}
