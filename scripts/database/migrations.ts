import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { projectDir } from '../settings/config.ts';
import { requireSoundSchema } from './lint-schema.ts';
import { withNamedLock } from './named-lock.ts';
import { createDatabaseIfMissing, type JobOptions, type MemberAccess, openMember } from './open-member.ts';

// A migration of large tables takes minutes; a second command waits that long for its turn.
const lockWaitMs = 10 * 60_000;

interface MigrationFile {
  file: string;
}

// With a pattern in place of a name, esbuild compiles every migration into the command.
const migrationFiles: Knex.MigrationSource<MigrationFile> = {
  async getMigrations() {
    const names = await readdir(join(projectDir, 'migrations'));
    return names
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((file) => ({ file }));
  },
  getMigrationName: ({ file }) => file,
  getMigration: ({ file }) => import(`../../migrations/${renderName(file)}.ts`),
};

const settings: Knex.MigratorConfig = {
  migrationSource: migrationFiles,
  // MySQL commits each change of a table by itself, so a transaction around a migration would have
  // no effect.
  disableTransactions: true,
};

/** One migration and whether it has run. */
export interface MigrationStatus {
  name: string;
  ran: boolean;
}

/**
 * Runs every migration that has not run yet, through one member, one command at a time; returns
 * their names.
 */
export async function migrate(member: MemberAccess, options: JobOptions = {}): Promise<string[]> {
  await createDatabaseIfMissing(member);
  return change(member, async (knex) => {
    const [, files] = (await knex.migrate.latest(reporting('Migrated', options))) as [number, string[]];
    await requireSoundSchema(knex, member.database);
    return files.map(renderName);
  });
}

/**
 * Takes the last migrations back: those that ran together, or the given number; returns their
 * names.
 */
export function rollback(
  member: MemberAccess,
  { steps, ...options }: JobOptions & { steps?: number } = {},
): Promise<string[]> {
  return change(member, async (knex) => {
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

/** Every migration in order, and whether it has run; changes nothing. */
export async function status(member: MemberAccess): Promise<MigrationStatus[]> {
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

async function change<Result>(member: MemberAccess, work: (knex: Knex) => Promise<Result>): Promise<Result> {
  // Clients write on every member meanwhile: a trigger that one member does not have yet would miss
  // what they write there.
  const knex = openMember(member, { everywhere: true });
  const name = `${member.database}.migrations`;
  try {
    return await withNamedLock(knex, { name, waitMs: lockWaitMs }, async () => {
      // No other command migrates while we hold ours: knex's own lock can only be left from a
      // command that was killed.
      await knex.migrate.forceFreeMigrationsLock(settings);
      return work(knex);
    });
  } finally {
    await knex.destroy();
  }
}

function reporting(verb: string, { onProgress, beforeEach }: JobOptions): Knex.MigratorConfigWithLifecycleHooks {
  return {
    ...settings,
    ...(beforeEach && { beforeEach: (knex: Knex) => beforeEach(knex) }),
    afterEach: async (_knex, [migration]) => onProgress?.(`${verb} ${renderName(readFileName(migration))}`),
  };
}

const readFileName = (migration: unknown) => (migration as { file: string }).file;

const renderName = (file: string) => file.replace(/\.ts$/, '');
