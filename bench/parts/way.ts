import { join } from 'node:path';
import { askAdminSocket } from '../../scripts/haproxy/admin-socket.ts';
import type { Lab } from '../../scripts/open-lab.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { describeApi } from '../contestants/contestants.ts';
import { withRunning } from '../contestants/with-running.ts';
import type { BenchLab } from '../lab.ts';
import { shootCases } from '../measure/shoot.ts';
import type { CaseResult } from '../report/summarize.ts';

const measured = ['GET /articles/:slug', 'GET /user'];

/** The API through HAProxy, and the API without it, both on one and the same member: what the way costs reads. */
export async function measureWay(
  { lab, readWorld, run }: BenchLab,
  options: { rounds: number; seconds: number; connections: number },
): Promise<CaseResult[]> {
  const [member, ...others] = lab.target.endpoints.members;
  if (!member) return [];
  const { address, port } = member.mysql;
  const through = { ...(await describeApi(lab)), name: 'through HAProxy' };
  const straight = {
    ...(await describeApi(lab, { DB_HOST: address, DB_PORT: String(port) })),
    name: 'straight to the member',
  };
  const world = await readWorld();
  for (const { name } of others) await setState(lab, name, 'maint');
  try {
    return await withRunning([through, straight], (servers) =>
      shootCases(servers, measured, { world, run, ...options }),
    );
  } finally {
    for (const { name } of others) await setState(lab, name, 'ready');
  }
}

function setState({ config }: Lab, name: string, state: 'maint' | 'ready') {
  const path = join(hostDir(config.stateDir, { name: 'haproxy' }), 'admin.sock');
  return askAdminSocket(`set server mysql/${name} state ${state}`, { path, timeoutMs: 2_000 });
}
