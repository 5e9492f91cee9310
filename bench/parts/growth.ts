import { migrate } from '../../scripts/database/migrations.ts';
import { openMember } from '../../scripts/database/open-member.ts';
import { seed } from '../../scripts/database/seed.ts';
import { listDatabaseStatements } from '../../scripts/group/accounts.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { chooseMember } from '../../scripts/lifecycle/install-tables.ts';
import { type BenchLab, openBenchLab } from '../lab.ts';
import { cleanUp, type DataSet, measureCase, measureInTurns } from '../measure/measure-case.ts';
import type { CaseResult } from '../report/summarize.ts';
import { cases } from '../requests/cases.ts';
import { describeApi } from '../servers/describe-servers.ts';
import { type RunningServer, withServers } from '../servers/server-process.ts';
import type { RouteOptions } from './routes.ts';

/** So few connections that no request waits for another. */
const connections = 2;
const maxSeconds = 1;

/** The API on the large data and, in turns, on the seeds alone, which are a second database of the same members. */
export async function measureGrowth(
  large: BenchLab,
  { rounds, seconds, only, onProgress }: Omit<RouteOptions, 'connections'>,
): Promise<CaseResult[]> {
  const small = openBenchLab(await addSmallDatabase(large));
  const dataSets = { small: await readDataSet(small), large: await readDataSet(large) };
  const dataOf = ({ name }: RunningServer) => dataSets[name as keyof typeof dataSets];
  const load = { connections, seconds: Math.min(maxSeconds, seconds) };
  const descriptions = [
    { ...(await describeApi(small.lab)), name: 'small' },
    { ...(await describeApi(large.lab)), name: 'large' },
  ];
  return withServers(descriptions, async (servers) => {
    const results: CaseResult[] = [];
    for (const each of cases.filter(({ name }) => only.test(name))) {
      onProgress(each.name);
      const able = servers.filter((server) => each.requests(dataOf(server).sample).length > 0);
      const measure = (server: RunningServer) => measureCase(server, each, { ...dataOf(server), ...load });
      const measured = await measureInTurns(able, measure, rounds);
      for (const server of able) await cleanUp(each, dataOf(server));
      results.push({ name: each.name, kind: each.kind, rounds: measured });
    }
    return results;
  });
}

async function readDataSet({ readSample, run }: BenchLab): Promise<DataSet> {
  return { sample: await readSample(), run };
}

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
