import { join } from 'node:path';
import { askAdminSocket } from '../../roles/haproxy/admin-socket.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import type { Running } from '../contestants/contestant.ts';
import { describeApi } from '../contestants/contestants.ts';
import { withRunning } from '../contestants/with-running.ts';
import type { BenchLab } from '../lab.ts';
import { shootCases } from '../measure/shoot.ts';
import type { CaseResult } from '../report/summarize.ts';

const measured = ['GET /articles/:slug', 'GET /user'];

// An API process is compiled while it runs, one a little better than the next: each pair of them is asked a few times,
// and then comes another pair.
const roundsOfPair = 2;

/** The API through HAProxy, and the API without it, both on one and the same member: what the way costs reads. */
export async function measureWay(
  { lab, readWorld, run }: BenchLab,
  options: { rounds: number; seconds: number; connections: number; onProgress(line: string): void },
): Promise<CaseResult[]> {
  const [member, ...others] = lab.target.endpoints.members;
  if (!member) return [];
  const world = await readWorld();
  const pairs: CaseResult[][] = [];
  for (const { name } of others) await setState(lab, name, 'maint');
  try {
    while (pairs.length < options.rounds) {
      options.onProgress(`pair ${pairs.length + 1} of ${options.rounds}`);
      const both = await describeBoth(lab, member.mysql);
      const measurePair = (servers: Running[]) =>
        shootCases(servers, measured, { world, run, ...options, rounds: roundsOfPair });
      pairs.push(await withRunning(both, measurePair));
    }
  } finally {
    for (const { name } of others) await setState(lab, name, 'ready');
  }
  return joinRounds(pairs);
}

async function describeBoth(lab: Lab, { address, port }: Endpoint) {
  return [
    { ...(await describeApi(lab)), name: 'through HAProxy' },
    { ...(await describeApi(lab, { DB_HOST: address, DB_PORT: String(port) })), name: 'straight to the member' },
  ];
}

/** The rounds of all pairs, case by case. */
function joinRounds(pairs: CaseResult[][]): CaseResult[] {
  const [first = []] = pairs;
  return first.map((each, place) => ({ ...each, rounds: pairs.flatMap((pair) => pair[place]?.rounds ?? []) }));
}

function setState({ config }: Lab, name: string, state: 'maint' | 'ready') {
  const path = join(hostDir(config.stateDir, { name: 'haproxy' }), 'admin.sock');
  return askAdminSocket(`set server mysql/${name} state ${state}`, { path, timeoutMs: 2_000 });
}
