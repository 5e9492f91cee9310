import type { Query } from '../database/query.ts';

/** More names than a person looks through; a bound for what one answer weighs. */
export const maxTagsListed = 1_000;

/** Lists the names of the newest tags, in alphabetical order. They come as one value: MySQL would take longer to sort them. */
export async function listTags(query: Query): Promise<string[]> {
  const row = await query.row<{ names: string[] | null }>(
    `SELECT JSON_ARRAYAGG(name) AS names FROM (SELECT name FROM tags ORDER BY id DESC LIMIT ${maxTagsListed}) AS newest`,
  );
  return (row?.names ?? []).sort();
}
