import { type MemberAccess, openMember } from './open-member.ts';

/** Where a Sentinel answers that knows which Valkey is the primary. */
export interface CacheNode {
  name: string;
  address: string;
  port: number;
}

/** Tells every API process, by way of the database, where the Sentinels are; none of them starts anew for it. */
export async function writeCacheNodes(member: MemberAccess, nodes: CacheNode[]): Promise<void> {
  const knex = openMember(member, { everywhere: true });
  try {
    await knex.transaction(async (transaction) => {
      await transaction('cache_nodes').delete();
      if (nodes.length > 0) await transaction('cache_nodes').insert(nodes);
    });
  } finally {
    await knex.destroy();
  }
}
