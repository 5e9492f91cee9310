import mysql, { type Connection } from 'mysql2/promise';
import { onMember } from '../scripts/cluster/group-context.ts';
import { groupContext, type Lab } from '../scripts/open-lab.ts';
import type { AskMembers } from './measure/database-work.ts';
import { readWorld, type World } from './world.ts';

/** The lab that is measured, with what every part needs of it. */
export interface BenchLab {
  lab: Lab;
  /** Lends a connection as the API has them, through HAProxy. */
  withConnection<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  askMembers: AskMembers;
  askMember(name: string, sql: string): Promise<Record<string, unknown>[]>;
  readWorld(): Promise<World>;
}

/** Opens what the parts need. */
export function openBenchLab(lab: Lab): BenchLab {
  const context = groupContext(lab, () => undefined);
  const askMember = (name: string, sql: string) =>
    onMember(context, name, (client) => client.rows<Record<string, unknown>>(sql));
  const withConnection = async <Result>(work: (connection: Connection) => Promise<Result>) => {
    const connection = await connect(lab);
    return work(connection).finally(() => connection.end());
  };
  return {
    lab,
    withConnection,
    askMember,
    askMembers: async (sql) => (await Promise.all(context.members.map(({ name }) => askMember(name, sql)))).flat(),
    readWorld: () => withConnection((connection) => readWorld(connection, lab.secrets.jwtSecret)),
  };
}

function connect({ target, secrets, database }: Lab): Promise<Connection> {
  const { address, port } = target.endpoints.database;
  const { username, password } = secrets.application;
  return mysql.createConnection({ host: address, port, user: username, password, database, timezone: 'Z' });
}
