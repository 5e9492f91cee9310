import { describeApi } from '../contestants/contestants.ts';
import { withRunning } from '../contestants/with-running.ts';
import type { BenchLab } from '../lab.ts';
import { shootCases } from '../measure/shoot.ts';
import type { CaseResult } from '../report/summarize.ts';

const measured = ['GET /articles/:slug', 'GET /user'];

/** The API through HAProxy, and the same API whose whole pool is on one member: what the way costs reads. */
export async function measureWay(
  { lab, readWorld }: BenchLab,
  options: { rounds: number; seconds: number; connections: number },
): Promise<CaseResult[]> {
  const [member] = lab.target.endpoints.members;
  if (!member) return [];
  const { address, port } = member.mysql;
  const through = { ...(await describeApi(lab)), name: 'through HAProxy' };
  const straight = {
    ...(await describeApi(lab, { DB_HOST: address, DB_PORT: String(port) })),
    name: 'straight to a member',
  };
  const world = await readWorld();
  return withRunning([through, straight], (servers) => shootCases(servers, measured, { world, ...options }));
}
