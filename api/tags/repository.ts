import type { Query } from '../database/database.ts';
import { selectRow, selectRows } from '../rows.ts';

/** Which tags a member has: how many changes each slot has counted. */
const version = "SELECT GROUP_CONCAT(slot, ':', value ORDER BY slot) FROM counters WHERE kind = 'tags'";

/** Reads the names of all tags, in alphabetical order; once for each version of them. */
export function createTagList(): (query: Query) => Promise<string[]> {
  let known: { version: string | null; names: string[] } | undefined;
  return async function listTags(query) {
    const now = await selectRow<{ version: string | null }>(query, `SELECT (${version}) AS version`);
    if (known === undefined || known.version !== now?.version) known = await readTags(query);
    return known.names;
  };
}

// One statement, so that the names are those of the version.
async function readTags(query: Query) {
  const sql = `SELECT name, (${version}) AS version FROM tags ORDER BY name`;
  const rows = await selectRows<{ name: string; version: string | null }>(query, sql);
  return { version: rows[0]?.version ?? null, names: rows.map(({ name }) => name) };
}
