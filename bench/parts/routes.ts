import { type Case, cases, type Request } from '../cases.ts';
import type { Running } from '../contestants/contestant.ts';
import type { BenchLab } from '../lab.ts';
import { type Counts, countWork } from '../measure/database-work.ts';
import { shoot, shootInTurns, takeBack } from '../measure/shoot.ts';
import type { CaseResult } from '../report/summarize.ts';
import type { World } from '../world.ts';

export interface RouteOptions {
  rounds: number;
  seconds: number;
  connections: number;
  only: RegExp;
  onProgress(line: string): void;
}

const countedRequests = 10;

/** Every route at every server, in turns. */
export async function measureRoutes(
  benchLab: BenchLab,
  servers: Running[],
  { rounds, seconds, connections, only, onProgress }: RouteOptions,
): Promise<CaseResult[]> {
  const { run } = benchLab;
  const world = await benchLab.readWorld();
  const results: CaseResult[] = [];
  for (const each of cases.filter(({ name, requests }) => only.test(name) && requests(world).length > 0)) {
    onProgress(each.name);
    const work = await countAll(benchLab, { servers, each, world });
    const shots = await shootInTurns(
      servers,
      (server) => shoot(server, each, { world, run, connections, seconds }),
      rounds,
    );
    await takeBack(each, { world, run });
    results.push({ name: each.name, kind: each.kind, work, rounds: shots });
  }
  return results;
}

interface Counting {
  servers: Running[];
  each: Case;
  world: World;
}

async function countAll({ lab, askMembers }: BenchLab, { servers, each, world }: Counting) {
  const counts: Record<string, Counts> = {};
  for (const { name, url } of servers) {
    const requests = each.requests(world).slice(0, countedRequests);
    counts[name] = await countWork(
      { ask: askMembers, username: lab.secrets.application.username },
      requests.map((request) => () => send(url, request)),
    );
  }
  return counts;
}

/** One request by itself; what is said of a failure is what the server said. */
export async function send(url: string, { method, path, viewer, body }: Request): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(viewer ? { Authorization: `Token ${viewer.token}` } : {}),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body).replace('{unique}', `${Date.now()}-${Math.random()}`) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}${path} was answered with ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
