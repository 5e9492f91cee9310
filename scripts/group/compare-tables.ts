import { waitFor } from '../waiting/wait.ts';
import type { Group, GroupMember } from './group.ts';
import { renderGtidSet } from './gtid-set.ts';
import { findLiveGroup } from './quorum.ts';

export interface TableDifference {
  table: string;
  /** The checksum on each member; null where the table is missing. */
  checksums: Record<string, string | null>;
}

const timeoutMs = 600_000;

/** Makes all members read-only for a moment and compares every table on all of them. */
export async function compareTables(group: Group, { database, names }: { database: string; names: string[] }) {
  const members = names.map((name) => group.member(name));
  await runOnAll(members, 'SET GLOBAL super_read_only = ON');
  try {
    const what = 'all members to have the same transactions';
    await waitFor(() => haveSameTransactions(group, names), { what, timeoutMs: 60_000 });
    const sums = await Promise.all(members.map((member) => readChecksums(member, database)));
    return findDifferences(names, sums);
  } finally {
    await runOnAll(members, 'SET GLOBAL read_only = OFF');
  }
}

/** Releases members of the living group that an interrupted comparison left read-only. */
export async function releaseReadOnly(group: Group) {
  const held = findLiveGroup(await group.report()).filter(({ readOnly }) => readOnly);
  const members = held.map(({ name }) => group.member(name));
  await runOnAll(members, 'SET GLOBAL read_only = OFF');
}

function runOnAll(members: GroupMember[], sql: string) {
  return Promise.all(members.map((member) => member.run(sql, { timeoutMs })));
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

async function haveSameTransactions(group: Group, names: string[]) {
  const reports = (await group.report()).filter(({ name }) => names.includes(name));
  return new Set(reports.map(({ executed }) => renderGtidSet(executed))).size === 1;
}

function readChecksums(member: GroupMember, database: string) {
  const sql = `SELECT TABLE_NAME AS name FROM information_schema.TABLES
    WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'`;
  return member.talk(
    async (client) => {
      const tables = await client.rows<{ name: string }>(sql, [database]);
      if (tables.length === 0) return {};
      const list = tables.map(({ name }) => `\`${database}\`.\`${name}\``).join(', ');
      const rows = await client.rows<{ Table: string; Checksum: number | null }>(`CHECKSUM TABLE ${list}`);
      return Object.fromEntries(
        rows.map(({ Table, Checksum }) => [Table, Checksum === null ? null : String(Checksum)]),
      );
    },
    { timeoutMs },
  );
}
