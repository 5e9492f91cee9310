import { join } from 'node:path';
import type { Knex } from 'knex';
import { createDatabaseIfMissing, type JobOptions, type MemberConnection, openMember } from './connection.ts';
import { demandSoundSchema } from './lint-schema.ts';
import { withNamedLock } from './named-lock.ts';

/** Changing tables of a large database takes its time; whoever comes second waits that long. */
const lockWaitMs = 10 * 60_000;

const settings: Knex.MigratorConfig = {
  directory: join(import.meta.dirname, '..', '..', 'migrations'),
  loadExtensions: ['.ts'],
  // MySQL commits each statement that changes a table by itself; a transaction would only look like one.
  disableTransactions: true,
};

/** One migration and whether it has run. */
export interface MigrationStatus {
  name: string;
  ran: boolean;
}

/** Runs every migration that has not run yet, through one member, one person at a time; returns their names. */
export async function migrate(member: MemberConnection, options: JobOptions = {}): Promise<string[]> {
  await createDatabaseIfMissing(member);
  return change(member, options, async (knex) => {
    const [, files] = (await knex.migrate.latest(reporting('Migrated', options))) as [number, string[]];
    await demandSoundSchema(knex, member.database);
    return files.map(renderName);
  });
}

/** Takes the last migrations back, all those that ran together or the given number; returns their names. */
export function rollback(
  member: MemberConnection,
  { steps, ...options }: JobOptions & { steps?: number } = {},
): Promise<string[]> {
  return change(member, options, async (knex) => {
    const config = reporting('Rolled back', options);
    if (steps === undefined) {
      const [, files] = (await knex.migrate.rollback(config)) as [number, string[]];
      return files.map(renderName);
    }
    const names: string[] = [];
    for (let step = 0; step < steps; step += 1) {
      const [, files] = (await knex.migrate.down(config as Knex.MigratorConfig)) as [number, string[]];
      names.push(...files.map(renderName));
    }
    return names;
  });
}

/** Every migration there is, in order, and whether it has run; asks only. */
export async function status(member: MemberConnection): Promise<MigrationStatus[]> {
  const knex = openMember(member);
  try {
    const [done, pending] = (await knex.migrate.list(settings)) as [{ name: string }[], { file: string }[]];
    return [
      ...done.map(({ name }) => ({ name: renderName(name), ran: true })),
      ...pending.map(({ file }) => ({ name: renderName(file), ran: false })),
    ];
  } finally {
    await knex.destroy();
  }
}

async function change<Result>(
  member: MemberConnection,
  { signal }: JobOptions,
  work: (knex: Knex) => Promise<Result>,
): Promise<Result> {
  // The members' other clients write meanwhile: a trigger that only some of them have would miss what they write on the rest.
  const knex = openMember(member, { everywhere: true });
  const name = `${member.database}.migrations`;
  try {
    return await withNamedLock(knex, { name, waitMs: lockWaitMs, signal }, async () => {
      // Under our lock nobody else migrates: knex's own lock can only be left over from somebody who was killed.
      await knex.migrate.forceFreeMigrationsLock(settings);
      return work(knex);
    });
  } finally {
    await knex.destroy();
  }
}

/** Tells of each migration, and starts no further one once somebody wants it to stop. */
function reporting(verb: string, { onProgress, signal }: JobOptions): Knex.MigratorConfigWithLifecycleHooks {
  return {
    ...settings,
    beforeEach: async () => signal?.throwIfAborted(),
    afterEach: async (_knex, [migration]) => onProgress?.(`${verb} ${renderName(readFileName(migration))}`),
  };
}

const readFileName = (migration: unknown) => (migration as { file: string }).file;

const renderName = (file: string) => file.replace(/\.ts$/, '');
