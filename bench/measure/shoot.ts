import { type Case, cases } from '../cases.ts';
import type { Running } from '../contestants/contestant.ts';
import { insist } from '../floor/query.ts';
import type { CaseResult, Shot } from '../report/summarize.ts';
import type { World } from '../world.ts';
import { fire } from './fire.ts';
import { readCpuMs } from './process.ts';

export interface Strength {
  connections: number;
  seconds: number;
}

/** What is shot at, and how hard. */
export interface Range extends Strength {
  world: World;
  /** Runs a statement in the database that is behind the servers; done when every member of it has done it. */
  run(sql: string): Promise<unknown>;
}

/** Takes back what a case has left in the database. */
export async function takeBack({ restore }: Case, { world, run }: Pick<Range, 'world' | 'run'>): Promise<void> {
  // Its last requests may still be under way.
  for (const statement of restore?.(world) ?? []) await insist(() => run(statement));
}

/** One volley of a case at one server; where it fails, with what the server said of it. */
export async function shoot(
  { name, url, pid, complaints }: Running,
  each: Case,
  { world, run, connections, seconds }: Range,
): Promise<Shot> {
  const { kind, requests, stretch = kind === 'write' ? 1 : undefined } = each;
  await takeBack(each, { world, run });
  const beforeMs = readCpuMs(pid);
  const target = { url, requests: requests(world), connections, seconds, ...(stretch ? { stretch } : {}) };
  const volley = await fire(target).catch((error: Error) => {
    throw new Error(`${name}: ${error.message}\nIts last complaints:\n${complaints().join('\n')}`);
  });
  return { ...volley, cpuUs: ((readCpuMs(pid) - beforeMs) * 1000) / volley.requests };
}

/**
 * Rounds of every server in turn, in another order each time, so that all see the same weather. A first round, which
 * warms caches and compilers, does not count.
 */
export async function shootInTurns(
  servers: Running[],
  shootAt: (server: Running) => Promise<Shot>,
  rounds: number,
): Promise<Record<string, Shot>[]> {
  const results: Record<string, Shot>[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? servers : servers.toReversed();
    const shots = new Map<string, Shot>();
    for (const server of order) shots.set(server.name, await shootAt(server));
    // Always in the servers' order, whoever was first.
    const inOrder = servers.map(({ name }) => [name, shots.get(name) as Shot] as const);
    if (round > 0) results.push(Object.fromEntries(inOrder));
  }
  return results;
}

/** Some cases, by their names, at all servers in turns; nothing is counted in the database. */
export async function shootCases(
  servers: Running[],
  names: string[],
  { rounds, ...range }: Range & { rounds: number },
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const each of cases.filter(({ name }) => names.includes(name))) {
    const shots = await shootInTurns(servers, (server) => shoot(server, each, range), rounds);
    results.push({ name: each.name, kind: each.kind, rounds: shots, work: {} });
  }
  return results;
}
