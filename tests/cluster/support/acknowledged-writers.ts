import { setTimeout as sleep } from 'node:timers/promises';
import mysql, { type Connection } from 'mysql2/promise';
import type { TestLab } from './lab.ts';

const table = 'crash_rows';

export interface Writers {
  /** The keys whose commit was acknowledged, so far. */
  acknowledged: string[];
  /** Ends all writers; those that a crash has ended already are no failure. */
  stop(): Promise<void>;
}

/** Makes the table that the writers fill. */
export async function createRowsTable({ lab, rows }: TestLab) {
  const [member] = lab.target.endpoints.members;
  await rows(
    member?.name ?? '',
    `CREATE TABLE IF NOT EXISTS ${lab.database}.${table} (id VARCHAR(60) PRIMARY KEY, filler CHAR(200)) ENGINE = InnoDB`,
  );
}

/** Removes it again. */
export async function dropRowsTable({ lab, rows }: TestLab) {
  const [member] = lab.target.endpoints.members;
  await rows(member?.name ?? '', `DROP TABLE IF EXISTS ${lab.database}.${table}`);
}

/** Lets writers insert rows as fast as they can, spread over all members, each until its member dies. */
export function startWriters({ lab }: TestLab, { count, run }: { count: number; run: string }): Writers {
  const acknowledged: string[] = [];
  const { members } = lab.target.endpoints;
  let stopped = false;
  const write = async (index: number) => {
    const member = members[index % members.length];
    if (!member) return;
    const connection = await mysql.createConnection({
      host: member.mysql.address,
      port: member.mysql.port,
      user: lab.secrets.root.username,
      password: lab.secrets.root.password,
      database: lab.database,
    });
    connection.on('error', () => undefined);
    for (let row = 0; !stopped; row += 1) acknowledged.push(await insert(connection, `${run}-${index}-${row}`));
    await connection.end();
  };
  const all = Array.from({ length: count }, (_, index) => write(index).catch(() => undefined));
  return {
    acknowledged,
    async stop() {
      stopped = true;
      await Promise.race([Promise.all(all), sleep(5_000)]);
    },
  };
}

async function insert(connection: Connection, id: string) {
  await connection.query(`INSERT INTO ${table} (id, filler) VALUES (?, REPEAT('x', 200))`, [id]);
  return id;
}

/** Which acknowledged rows a member does not have. */
export async function findMissing(
  { lab, rows }: TestLab,
  { member, acknowledged }: { member: string; acknowledged: string[] },
) {
  const there = new Set(
    (await rows<{ id: string }>(member, `SELECT id FROM ${lab.database}.${table}`)).map(({ id }) => id),
  );
  return acknowledged.filter((id) => !there.has(id));
}
