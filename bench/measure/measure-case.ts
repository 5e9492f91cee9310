import type { Measurement } from '../report/summarize.ts';
import type { Case } from '../requests/cases.ts';
import type { Sample } from '../requests/sample.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import type { RunningServer } from '../servers/server-process.ts';
import { readCpuMs } from './process-usage.ts';
import { sendLoad } from './send-load.ts';

/** The data that requests name, and the database it is in. */
export interface DataSet {
  sample: Sample;
  /** Runs a statement in that database; done when every member has applied it. */
  run(sql: string): Promise<unknown>;
}

/** How much load one round is. */
export interface Load {
  connections: number;
  seconds: number;
}

/** Removes what a case has written to the database. */
export async function cleanUp(each: Case, { sample, run }: DataSet): Promise<void> {
  // Its last requests may still be running.
  for (const statement of each.cleanUp?.(sample) ?? []) await retryConflicts(() => run(statement));
}

/** One round of a case at one server; an error carries the last warnings of that server. */
export async function measureCase(
  { name, url, pid, warnings }: RunningServer,
  each: Case,
  { sample, run, connections, seconds }: DataSet & Load,
): Promise<Measurement> {
  const { kind, requests, groupSize = kind === 'write' ? 1 : undefined } = each;
  await cleanUp(each, { sample, run });
  const beforeMs = readCpuMs(pid);
  const load = { url, requests: requests(sample), connections, seconds, ...(groupSize ? { groupSize } : {}) };
  const result = await sendLoad(load).catch((error: Error) => {
    throw new Error(`${name}: ${error.message}\nIts last warnings:\n${warnings().join('\n')}`);
  });
  return { ...result, cpuUs: ((readCpuMs(pid) - beforeMs) * 1000) / result.requests };
}

/**
 * Rounds of every server in turn, in the opposite order each time, so that all meet the same load of the machine.
 * The first round, which warms caches and compilers, does not count.
 */
export async function measureInTurns(
  servers: RunningServer[],
  measure: (server: RunningServer) => Promise<Measurement>,
  rounds: number,
): Promise<Record<string, Measurement>[]> {
  const results: Record<string, Measurement>[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const measured = new Map<string, Measurement>();
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      measured.set(server.name, await measure(server));
    }
    const inOrder = servers.map(({ name }) => [name, measured.get(name) as Measurement] as const);
    if (round > 0) results.push(Object.fromEntries(inOrder));
  }
  return results;
}
