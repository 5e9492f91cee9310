import type { Contestant } from '../contestants/contestant.ts';
import { describeFloor } from '../contestants/contestants.ts';
import { withRunning } from '../contestants/with-running.ts';
import type { BenchLab } from '../lab.ts';
import { shootCases } from '../measure/shoot.ts';
import type { CaseResult } from '../report/summarize.ts';

const measured = ['favorite, unfavorite', 'POST …/comments'];

/**
 * Writes into the group of three; then into one of its servers that was taken out and stands alone, with the same
 * settings and data. What is written there can never come back: the lab has to be thrown away afterwards.
 */
export async function measureAlone(benchLab: BenchLab, options: Options): Promise<CaseResult[]> {
  const { lab, askMember } = benchLab;
  const member = lab.target.endpoints.members.at(-1);
  if (!member) return [];
  const group = { ...(await describeFloor(lab)), name: 'group of three' };
  const inGroup = await shootWrites(benchLab, group, options);
  await askMember(member.name, 'STOP GROUP_REPLICATION; SET GLOBAL super_read_only = OFF; SET GLOBAL read_only = OFF');
  const { address, port } = member.mysql;
  const place = { DB_HOST: address, DB_PORT: String(port) };
  const alone = await shootWrites(
    { ...benchLab, run: (sql) => askMember(member.name, `USE ${lab.database}; ${sql}`) },
    { ...(await describeFloor(lab, place)), name: 'one server alone' },
    options,
  );
  return inGroup.map((result, index) => ({
    ...result,
    rounds: result.rounds.map((round, number) => ({ ...round, ...alone[index]?.rounds[number] })),
  }));
}

interface Options {
  rounds: number;
  seconds: number;
  connections: number;
}

async function shootWrites(
  { readWorld, run }: Pick<BenchLab, 'readWorld' | 'run'>,
  contestant: Contestant,
  options: Options,
): Promise<CaseResult[]> {
  const world = await readWorld();
  return withRunning([contestant], (servers) => shootCases(servers, measured, { world, run, ...options }));
}
