import { waitFor } from '../waiting/wait.ts';
import { type GroupContext, onMember, reportGroup } from './group-context.ts';
import { renderGtidSet } from './gtid-set.ts';
import type { MemberClient } from './member-client.ts';

export interface TableDifference {
  table: string;
  /** The checksum on each member; null where the table is missing. */
  checksums: Record<string, string | null>;
}

/** Holds the group still for a moment and compares every table on all members. */
export async function compareTables(context: GroupContext, { database, names }: { database: string; names: string[] }) {
  await eachMember(context, names, (client) => client.run('SET GLOBAL super_read_only = ON'));
  try {
    await waitFor(() => haveSameTransactions(context, names), {
      what: 'all members to have the same transactions',
      timeoutMs: 60_000,
    });
    const sums = await eachMember(context, names, (client) => readChecksums(client, database));
    return findDifferences(names, sums);
  } finally {
    await eachMember(context, names, (client) => client.run('SET GLOBAL read_only = OFF'));
  }
}

/** The tables whose checksums are not the same everywhere. */
export function findDifferences(names: string[], sums: Record<string, string | null>[]): TableDifference[] {
  const tables = [...new Set(sums.flatMap((each) => Object.keys(each)))].sort();
  return tables
    .map((table) => ({
      table,
      checksums: Object.fromEntries(names.map((name, i) => [name, sums[i]?.[table] ?? null])),
    }))
    .filter(({ checksums }) => new Set(Object.values(checksums)).size > 1 || Object.values(checksums).includes(null));
}

function eachMember<T>(context: GroupContext, names: string[], work: (client: MemberClient) => Promise<T>) {
  return Promise.all(names.map((name) => onMember(context, name, work, 600_000)));
}

async function haveSameTransactions(context: GroupContext, names: string[]) {
  const reports = (await reportGroup(context)).filter(({ name }) => names.includes(name));
  return new Set(reports.map(({ executed }) => renderGtidSet(executed))).size === 1;
}

async function readChecksums(client: MemberClient, database: string) {
  const tables = await client.rows<{ name: string }>(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'`,
    [database],
  );
  if (tables.length === 0) return {};
  const list = tables.map(({ name }) => `\`${database}\`.\`${name}\``).join(', ');
  const rows = await client.rows<{ Table: string; Checksum: number | null }>(`CHECKSUM TABLE ${list}`);
  return Object.fromEntries(rows.map(({ Table, Checksum }) => [Table, Checksum === null ? null : String(Checksum)]));
}
