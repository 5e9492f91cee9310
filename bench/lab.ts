import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { type Lab, openGroup } from '../scripts/lab/open-lab.ts';
import type { Endpoint } from '../scripts/settings/endpoints.ts';
import type { AskMembers } from './measure/database-work.ts';
import { readWorld, type World } from './world.ts';

/** The lab that is measured, with what every part needs of it. */
export interface BenchLab {
  lab: Lab;
  /** Lends a connection as the API has them, through HAProxy, or straight to a member. */
  withConnection<Result>(work: (connection: Connection) => Promise<Result>, place?: Endpoint): Promise<Result>;
  /** Runs a statement as the API would, or on the given member; done when every member has done it and what that one did before. */
  run(sql: string, place?: Endpoint): Promise<unknown>;
  askMembers: AskMembers;
  askMember(name: string, sql: string): Promise<Record<string, unknown>[]>;
  readWorld(): Promise<World>;
}

/** Opens what the parts need. */
export function openBenchLab(lab: Lab): BenchLab {
  const group = openGroup(lab);
  const askMember = (name: string, sql: string) => group.member(name).rows(sql);
  const withConnection: BenchLab['withConnection'] = async (work, place = lab.target.endpoints.database) => {
    const connection = await connect(lab, place);
    return work(connection).finally(() => connection.end());
  };
  const askMembers: AskMembers = async (sql) =>
    (await Promise.all(group.members.map((member) => member.rows(sql)))).flat();
  return {
    lab,
    withConnection,
    run: async (sql, place) =>
      waitForAll(askMembers, await withConnection((connection) => runAndMark(connection, sql), place)),
    askMember,
    askMembers,
    readWorld: () => withConnection((connection) => readWorld(connection, lab.secrets.jwtSecret)),
  };
}

/** Runs a statement and gives the transactions that its member then has. */
async function runAndMark(connection: Connection, sql: string): Promise<string> {
  await connection.query(sql);
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@GLOBAL.gtid_executed AS gtids');
  return row?.gtids;
}

const waitSeconds = 300;

async function waitForAll(askMembers: AskMembers, gtids: string): Promise<void> {
  const rows = await askMembers(`SELECT WAIT_FOR_EXECUTED_GTID_SET('${gtids}', ${waitSeconds}) AS late`);
  if (rows.some(({ late }) => Number(late) !== 0)) {
    throw new Error(`A member was more than ${waitSeconds} s behind: ./lab status shows which one.`);
  }
}

function connect({ secrets, database }: Lab, { address, port }: Endpoint): Promise<Connection> {
  const { username, password } = secrets.application;
  return mysql.createConnection({ host: address, port, user: username, password, database, timezone: 'Z' });
}
