import type { Query } from '../database/query.ts';

/** More names than a person looks through; a bound for what one answer weighs. */
export const maxTagsListed = 1_000;

/** Lists the names of the newest tags, in alphabetical order. */
export async function listTags(query: Query): Promise<string[]> {
  const rows = await query.rows<{ name: string }>(
    `SELECT name FROM (SELECT name FROM tags ORDER BY id DESC LIMIT ${maxTagsListed}) AS newest ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}
