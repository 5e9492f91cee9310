import { migrate } from '../../scripts/database/migrations.ts';
import { openMember } from '../../scripts/database/open-member.ts';
import { seed } from '../../scripts/database/seed.ts';
import { listDatabaseStatements } from '../../scripts/group/accounts.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { chooseMember } from '../../scripts/lifecycle/install-tables.ts';
import { cases } from '../cases.ts';
import type { Running } from '../contestants/contestant.ts';
import { describeApi } from '../contestants/contestants.ts';
import { withRunning } from '../contestants/with-running.ts';
import { type BenchLab, openBenchLab } from '../lab.ts';
import { shoot, shootInTurns, takeBack } from '../measure/shoot.ts';
import type { CaseResult } from '../report/summarize.ts';

/** So few that nobody waits for another. */
const connections = 2;
const secondsAtMost = 1;

interface Options {
  rounds: number;
  seconds: number;
  only: RegExp;
  onProgress(line: string): void;
}

/** The API on the large data and, in turns, on the seeds alone, which are a second database of the same members. */
export async function measureGrowth(
  large: BenchLab,
  { rounds, seconds, only, onProgress }: Options,
): Promise<CaseResult[]> {
  const small = openBenchLab(await addSmallDatabase(large));
  const ranges = { small: await describeRange(small), large: await describeRange(large) };
  const rangeOf = ({ name }: Running) => ranges[name as keyof typeof ranges];
  const strength = { connections, seconds: Math.min(secondsAtMost, seconds) };
  const contestants = [
    { ...(await describeApi(small.lab)), name: 'small' },
    { ...(await describeApi(large.lab)), name: 'large' },
  ];
  return withRunning(contestants, async (servers) => {
    const results: CaseResult[] = [];
    for (const each of cases.filter(({ name }) => only.test(name))) {
      onProgress(each.name);
      const able = servers.filter((server) => each.requests(rangeOf(server).world).length > 0);
      const shots = await shootInTurns(
        able,
        (server) => shoot(server, each, { ...rangeOf(server), ...strength }),
        rounds,
      );
      for (const server of able) await takeBack(each, rangeOf(server));
      results.push({ name: each.name, kind: each.kind, rounds: shots, work: {} });
    }
    return results;
  });
}

const describeRange = async ({ readWorld, run }: BenchLab) => ({ world: await readWorld(), run });

async function addSmallDatabase({ lab, run }: BenchLab): Promise<Lab> {
  const small = { ...lab, database: `${lab.database}_small` };
  const member = await chooseMember(small);
  const { secrets, target, database } = small;
  const knex = openMember({ ...member, database: lab.database }, { connections: 1 });
  try {
    for (const sql of listDatabaseStatements({ database, secrets, origins: target.origins })) await knex.raw(sql);
  } finally {
    await knex.destroy();
  }
  await migrate(member);
  await seed(member);
  await run('DO 0', { address: member.host, port: member.port });
  return small;
}
