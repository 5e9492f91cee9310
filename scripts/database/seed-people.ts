import bcrypt from 'bcryptjs';
import type { Knex } from 'knex';
import { toLaravelHash } from '../../api/users/passwords.ts';
import { tagNames } from '../../seeds/articles.ts';
import { listFollows, listPeople, newestAt, type SeedPerson } from '../../seeds/people.ts';

const password = 'secret';

/** The ids that the database gave to people and tags, by their index in the seeds. */
export interface SeedIds {
  people: number[];
  tags: number[];
}

/** Adds users, tags and follows in one transaction; returns how many users are new. */
export async function seedPeople(knex: Knex): Promise<number> {
  const people = listPeople();
  const usernames = people.map(({ username }) => username);
  const present = await knex('users').whereIn('username', usernames).pluck('username');
  const missing = people.filter(({ username }) => !present.includes(username));
  if (missing.length === 0) return 0;
  const hash = toLaravelHash(await bcrypt.hash(password, 10));
  await knex.transaction(async (transaction) => {
    await transaction('users').insert(missing.map((person) => toUserRow(person, hash)));
    await transaction('tags').insert(tagNames.map(toTagRow)).onConflict().ignore();
    const { people: ids } = await readSeedIds(transaction);
    const follows = listFollows().map(({ follower, followed }) => toFollowRow(ids[follower], ids[followed]));
    await transaction('follows').insert(follows).onConflict().ignore();
  });
  return missing.length;
}

/** Reads the ids of the seeded people and tags. */
export async function readSeedIds(knex: Knex): Promise<SeedIds> {
  const usernames = listPeople().map(({ username }) => username);
  const users: { id: number; username: string }[] = await knex('users')
    .select('id', 'username')
    .whereIn('username', usernames);
  const tags: { id: number; name: string }[] = await knex('tags').select('id', 'name').whereIn('name', tagNames);
  const userIds = new Map(users.map(({ id, username }) => [username, id]));
  const tagIds = new Map(tags.map(({ id, name }) => [name, id]));
  return {
    people: usernames.map((username) => userIds.get(username) ?? 0),
    tags: tagNames.map((name) => tagIds.get(name) ?? 0),
  };
}

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
