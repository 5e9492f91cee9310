import type { Query, Statement } from '../database/query.ts';
import { lockArticle } from './repository.ts';

interface Tag {
  id: number;
  name: string;
}

/** Replaces the tags of an article; false where they are the same, in the same order, or the article is gone. */
export async function replaceTags(query: Query, articleId: number, names: string[]): Promise<boolean> {
  // The lock first: of two requests that replace them at once the second sees what the first has left.
  const [isThere, before] = await Promise.all([
    lockArticle(query, articleId),
    query.rows<{ id: number }>('SELECT tag_id AS id FROM article_tag WHERE article_id = ? ORDER BY position, tag_id', [
      articleId,
    ]),
  ]);
  if (!isThere) return false;
  const tags = await findOrCreateTags(query, names);
  const isSame = tags.length === before.length && tags.every(({ id }, index) => id === before[index]?.id);
  if (isSame) return false;
  await query.change('DELETE FROM article_tag WHERE article_id = ?', [articleId]);
  await linkTags(query, articleId, tags);
  return true;
}

/** Links the article that the statement before has inserted, if it has, to tags that are there, in the order given. */
export function linkNewArticle(names: string[]): Statement[] {
  if (names.length === 0) return [];
  const places = names.map(() => '?').join(', ');
  const sql = `INSERT INTO article_tag (article_id, tag_id, position)
     SELECT LAST_INSERT_ID(), id, FIELD(name, ${places}) - 1 FROM tags WHERE name IN (${places}) AND LAST_INSERT_ID() <> 0`;
  return [{ sql, values: [...names, ...names] }];
}

async function linkTags(query: Query, articleId: number, tags: Tag[]): Promise<void> {
  if (tags.length === 0) return;
  await query.change(
    `INSERT INTO article_tag (article_id, tag_id, position) VALUES ${tags.map(() => '(?, ?, ?)').join(', ')}`,
    tags.flatMap(({ id }, position) => [articleId, id, position]),
  );
}

/** The tags of these names in this order, created where they are new; names that are the same in the eyes of the collation collapse. */
async function findOrCreateTags(query: Query, names: string[]): Promise<Tag[]> {
  if (names.length === 0) return [];
  const found = await findTags(query, names);
  if (found.every(({ id }) => id !== null)) return collapse(found);
  const [, all] = await Promise.all([createTags(query, names), findTags(query, names)]);
  return collapse(all);
}

// Each name as it was sent, beside the tag the database takes for the same, if there is one.
const sentTags = `JSON_TABLE(?, '$[*]' COLUMNS (place FOR ORDINALITY, name VARCHAR(255) PATH '$')) AS sent
       LEFT JOIN tags ON tags.name = sent.name COLLATE utf8mb4_unicode_ci`;

/** A condition that holds where the tags of a JSON list are all there. */
export const tagsAreThere = `NOT EXISTS (SELECT 1 FROM ${sentTags} WHERE tags.id IS NULL)`;

/** Creates the tags that are new. */
export async function createTags(query: Query, names: string[]): Promise<void> {
  const now = new Date();
  await query.change(
    `INSERT IGNORE INTO tags (name, created_at_ms, updated_at_ms) SELECT sent.name, ?, ? FROM ${sentTags} WHERE tags.id IS NULL`,
    [now, now, JSON.stringify(names)],
  );
}

interface FoundTag {
  id: number | null;
  name: string;
}

function findTags(query: Query, names: string[]): Promise<FoundTag[]> {
  const sql = `SELECT tags.id, tags.name FROM ${sentTags} ORDER BY sent.place`;
  return query.rows<FoundTag>(sql, [JSON.stringify(names)]);
}

function collapse(found: FoundTag[]): Tag[] {
  const tags = new Map<number, Tag>();
  for (const { id, name } of found) if (id !== null && !tags.has(id)) tags.set(id, { id, name });
  return [...tags.values()];
}
