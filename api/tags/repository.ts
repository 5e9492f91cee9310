import type { Query } from '../database/database.ts';
import { selectRows } from '../rows.ts';

/** The names of all tags, in alphabetical order. */
export async function listTags(query: Query): Promise<string[]> {
  const rows = await selectRows<{ name: string }>(query, 'SELECT name FROM tags ORDER BY name');
  return rows.map(({ name }) => name);
}
