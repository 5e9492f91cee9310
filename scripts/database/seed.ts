import { analyzeTables } from './analyze-tables.ts';
import { withNamedLock } from './named-lock.ts';
import { type JobOptions, type MemberAccess, openMember } from './open-member.ts';
import { seedArticles } from './seed-articles.ts';
import { readSeedIds, seedPeople } from './seed-people.ts';

/** How many rows a seeding has added. */
export interface SeedResult {
  users: number;
  articles: number;
}

interface SeedOptions extends JobOptions {
  /** How many articles there are in the end; by default those of the twenty authors. */
  articles?: number | undefined;
}

/** The most articles that can be asked for. */
export const mostSeedArticles = 1_000_000;

const lockWaitMs = 10 * 60_000;

/** Fills the tables with the same data every time; rows that exist stay as they are. */
export async function seed(member: MemberAccess, { articles, onProgress }: SeedOptions = {}): Promise<SeedResult> {
  const knex = openMember(member);
  try {
    return await withNamedLock(knex, { name: `${member.database}.seeds`, waitMs: lockWaitMs }, async () => {
      const users = await seedPeople(knex);
      const ids = await readSeedIds(knex);
      const added = await seedArticles(knex, { total: articles, ids, onProgress });
      if (users + added > 0) await analyzeTables(knex);
      return { users, articles: added };
    });
  } finally {
    await knex.destroy();
  }
}
