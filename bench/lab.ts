import mysql, { type Connection } from 'mysql2/promise';
import { onMember } from '../scripts/cluster/group-context.ts';
import { groupContext, type Lab } from '../scripts/open-lab.ts';
import type { AskMembers } from './measure/database-work.ts';
import { readWorld, type World } from './world.ts';

/** The lab that is measured, with what every part needs of it. */
export interface BenchLab {
  lab: Lab;
  /** A connection as the API has them, through HAProxy. */
  connection: Connection;
  askMembers: AskMembers;
  askMember(name: string, sql: string): Promise<Record<string, unknown>[]>;
  readWorld(): Promise<World>;
}

/** Opens what the parts need. */
export async function openBenchLab(lab: Lab): Promise<BenchLab> {
  const { address, port } = lab.target.endpoints.database;
  const { username, password } = lab.secrets.application;
  const connection = await mysql.createConnection({
    host: address,
    port,
    user: username,
    password,
    database: lab.database,
    timezone: 'Z',
  });
  const context = groupContext(lab, () => undefined);
  const askMember = (name: string, sql: string) =>
    onMember(context, name, (client) => client.rows<Record<string, unknown>>(sql));
  return {
    lab,
    connection,
    askMember,
    askMembers: async (sql) => (await Promise.all(context.members.map(({ name }) => askMember(name, sql)))).flat(),
    readWorld: () => readWorld(connection, lab.secrets.jwtSecret),
  };
}
