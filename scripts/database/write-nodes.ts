import { type MemberAccess, openMember } from './open-member.ts';

/** The rows of each table: where hosts of a profile answer. */
interface NodeRows {
  /** Sentinels that know which Valkey is the primary. */
  cache_nodes: { name: string; address: string; port: number };
  /** Nodes of etcd. */
  lock_nodes: { name: string; url: string };
}

/** Tells every API process, by way of the database, where hosts of a profile answer; none of them starts anew for it. */
export async function writeNodes<Table extends keyof NodeRows>(
  member: MemberAccess,
  table: Table,
  nodes: NodeRows[Table][],
): Promise<void> {
  const knex = openMember(member, { everywhere: true });
  try {
    await knex.transaction(async (transaction) => {
      await transaction(table).delete();
      if (nodes.length > 0) await transaction(table).insert(nodes as object[]);
    });
  } finally {
    await knex.destroy();
  }
}
