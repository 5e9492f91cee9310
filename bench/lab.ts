import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { type Lab, openGroup } from '../scripts/lab/open-lab.ts';
import type { Endpoint } from '../scripts/settings/endpoints.ts';
import { readSample, type Sample } from './requests/sample.ts';

/** The lab that is measured, and its database. */
export interface BenchLab {
  lab: Lab;
  /** Runs a statement through HAProxy, or on the given member; done when every member has applied it. */
  run(sql: string, member?: Endpoint): Promise<unknown>;
  readSample(): Promise<Sample>;
}

/** Opens the database of a lab. */
export function openBenchLab(lab: Lab): BenchLab {
  return {
    lab,
    async run(sql, member) {
      const gtids = await withConnection(lab, (connection) => runAndReadGtids(connection, sql), member);
      await waitForAll(lab, gtids);
    },
    readSample: () => withConnection(lab, (connection) => readSample(connection, lab.secrets.jwtSecret)),
  };
}

async function runAndReadGtids(connection: Connection, sql: string): Promise<string> {
  await connection.query(sql);
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@GLOBAL.gtid_executed AS gtids');
  return row?.gtids;
}

const waitSeconds = 300;

async function waitForAll(lab: Lab, gtids: string): Promise<void> {
  const sql = `SELECT WAIT_FOR_EXECUTED_GTID_SET('${gtids}', ${waitSeconds}) AS late`;
  const { members } = openGroup(lab);
  const rows = (await Promise.all(members.map((member) => member.rows<{ late: unknown }>(sql)))).flat();
  if (rows.some(({ late }) => Number(late) !== 0)) {
    throw new Error(`A member was more than ${waitSeconds} s behind: ./lab status shows which one.`);
  }
}

async function withConnection<Result>(
  { secrets, database, target }: Lab,
  work: (connection: Connection) => Promise<Result>,
  { address, port }: Endpoint = target.endpoints.database,
): Promise<Result> {
  const { username: user, password } = secrets.application;
  const connection = await mysql.createConnection({ host: address, port, user, password, database, timezone: 'Z' });
  return work(connection).finally(() => connection.end());
}
