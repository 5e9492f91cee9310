import { hostname } from 'node:os';
import type { Knex } from 'knex';
import { createQuery } from '../../api/database/query.ts';
import { requireToken } from '../../api/locks/fence.ts';
import { createGateway, NoMajority } from '../../api/locks/gateway.ts';
import { withLock } from '../../api/locks/hold-lock.ts';
import { createLocks } from '../../api/locks/locks.ts';
import { listNodes } from '../../roles/etcd/configuration.ts';
import type { JobOptions } from '../database/open-member.ts';
import type { Lab } from '../lab/open-lab.ts';
import { UserError } from '../messages/user-error.ts';

/** The lock of the commands that change tables. */
export const migrationLock = 'migrations';
const ttlS = 10;
// As long as the lock of a member is waited for.
const waitMs = 10 * 60_000;

/**
 * Lets one command of all machines change tables at a time, where the lab has the profile locks. Without it only those that change them
 * through the same member wait for each other.
 */
export async function withMigrationLock<T>(
  lab: Pick<Lab, 'target'>,
  { onProgress }: JobOptions,
  work: (options: JobOptions) => Promise<T>,
): Promise<T> {
  const nodes = listNodes(lab.target.view);
  if (nodes.length === 0) return await work({ onProgress });
  const wanted = { name: migrationLock, holder: `process ${process.pid} on ${hostname()}`, ttlS };
  const onWait = (heldBy: string) => onProgress?.(`Waiting for ${heldBy}, which changes tables`);
  try {
    return await withLock(createLocks(createGateway({ nodes })), wanted, {
      waitMs,
      onWait,
      work: ({ token }) => work({ onProgress, beforeEach: (knex) => requireMigrationToken(knex, token) }),
    });
  } catch (error) {
    if (!(error instanceof NoMajority)) throw error;
    throw new UserError('No majority of etcd answers, so another command may be changing tables; nothing was done', {
      next: './lab status, or ./lab remove locks to go on without',
    });
  }
}

/** Before each migration: a command that was frozen past its lease begins none while another is at work. */
export async function requireMigrationToken(knex: Knex, token: number): Promise<void> {
  // The migration that makes it is one of those that are run.
  if (!(await knex.schema.hasTable('lock_fences'))) return;
  await knex.transaction(async (transaction) => {
    const query = createQuery(async ({ sql, values = [] }) => (await transaction.raw(sql, [...values] as never))[0]);
    await requireToken(query, { lock: migrationLock, token });
  });
}
