import { type MemberAccess, openMember } from './open-member.ts';

/** Where a node of etcd answers. */
export interface LockNode {
  name: string;
  url: string;
}

/** Tells every API process, by way of the database, where the nodes of etcd answer; none of them starts anew for it. */
export async function writeLockNodes(member: MemberAccess, nodes: LockNode[]): Promise<void> {
  const knex = openMember(member, { everywhere: true });
  try {
    await knex.transaction(async (transaction) => {
      await transaction('lock_nodes').delete();
      if (nodes.length > 0) await transaction('lock_nodes').insert(nodes);
    });
  } finally {
    await knex.destroy();
  }
}
