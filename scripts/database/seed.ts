import bcrypt from 'bcryptjs';
import type { Knex } from 'knex';
import { toLaravelHash } from '../../api/users/passwords.ts';
import { buildArticle, listDefaultAuthors, type SeedArticle, tagNames } from '../../seeds/articles.ts';
import { authorCount, createFaker, listFollows, listPeople, newestAt, type SeedPerson } from '../../seeds/people.ts';
import { analyzeTables } from './analyze-tables.ts';
import { type JobOptions, type MemberConnection, openMember } from './connection.ts';
import { withNamedLock } from './named-lock.ts';
import { insertArticles } from './seed-articles.ts';

/** What a seeding has added. */
export interface SeedResult {
  users: number;
  articles: number;
}

interface SeedOptions extends JobOptions {
  /** Articles there are in the end; by default those of the twenty authors. */
  articles?: number | undefined;
}

const password = 'secret';
const lockWaitMs = 10 * 60_000;
const batchSize = 250;
const progressEveryMs = 1000;

/** Fills the tables with the same data every time; what is there already stays as it is. */
export async function seed(
  member: MemberConnection,
  { articles, onProgress, signal }: SeedOptions = {},
): Promise<SeedResult> {
  const knex = openMember(member);
  try {
    return await withNamedLock(knex, { name: `${member.database}.seeds`, waitMs: lockWaitMs, signal }, async () => {
      const users = await seedPeople(knex);
      const ids = await readIds(knex);
      const added = await seedArticles(knex, { total: articles, ids, onProgress, signal });
      if (users + added > 0) await analyzeTables(knex);
      return { users, articles: added };
    });
  } finally {
    await knex.destroy();
  }
}

/** The ids the database gave to people and tags, by their index. */
export interface SeedIds {
  people: number[];
  tags: number[];
}

/** Adds users, tags and who follows whom, all or nothing; returns how many users are new. */
async function seedPeople(knex: Knex): Promise<number> {
  const people = listPeople();
  const present = await knex('users')
    .whereIn(
      'username',
      people.map(({ username }) => username),
    )
    .pluck('username');
  const missing = people.filter(({ username }) => !present.includes(username));
  if (missing.length === 0) return 0;
  const hash = toLaravelHash(await bcrypt.hash(password, 10));
  await knex.transaction(async (transaction) => {
    await transaction('users').insert(missing.map((person) => toUserRow(person, hash)));
    await transaction('tags').insert(tagNames.map(toTagRow)).onConflict().ignore();
    const { people: ids } = await readIds(transaction);
    const follows = listFollows().map(({ follower, followed }) => toFollowRow(ids[follower], ids[followed]));
    await transaction('follows').insert(follows).onConflict().ignore();
  });
  return missing.length;
}

async function readIds(knex: Knex): Promise<SeedIds> {
  const users: { id: number; username: string }[] = await knex('users')
    .select('id', 'username')
    .whereIn(
      'username',
      listPeople().map(({ username }) => username),
    );
  const tags: { id: number; name: string }[] = await knex('tags').select('id', 'name').whereIn('name', tagNames);
  const userIds = new Map(users.map(({ id, username }) => [username, id]));
  const tagIds = new Map(tags.map(({ id, name }) => [name, id]));
  return {
    people: listPeople().map(({ username }) => userIds.get(username) ?? 0),
    tags: tagNames.map((name) => tagIds.get(name) ?? 0),
  };
}

/** Adds articles in batches, each a transaction of its own; memory holds one batch, whatever the total. */
async function seedArticles(
  knex: Knex,
  { total, ids, onProgress, signal }: JobOptions & { total: number | undefined; ids: SeedIds },
): Promise<number> {
  const authors = listDefaultAuthors();
  const count = total ?? authors.length;
  let added = 0;
  let reportedAt = Date.now();
  for (let start = 0; start < count; start += batchSize) {
    signal?.throwIfAborted();
    const indexes = Array.from({ length: Math.min(batchSize, count - start) }, (_, place) => start + place);
    const batch: SeedArticle[] = indexes.map((index) => buildArticle(index, authors[index] ?? chooseAuthor(index)));
    added += await insertArticles(knex, batch, ids);
    const isDone = start + batch.length === count;
    if (Date.now() - reportedAt < progressEveryMs && !isDone) continue;
    reportedAt = Date.now();
    onProgress?.(`Seeded ${start + batch.length} of ${count} articles`);
  }
  return added;
}

const chooseAuthor = (index: number) => createFaker('author', index).number.int({ min: 0, max: authorCount - 1 });

const toUserRow = ({ createdAt, ...person }: SeedPerson, hash: string) => ({
  ...person,
  password: hash,
  created_at: createdAt,
  updated_at: createdAt,
});

const toTagRow = (name: string) => ({ name, created_at: newestAt, updated_at: newestAt });

const toFollowRow = (follower_id = 0, followed_id = 0) => ({
  follower_id,
  followed_id,
  created_at: newestAt,
  updated_at: newestAt,
});
