import type { Query } from '../database/database.ts';
import { selectRows } from '../rows.ts';

/** Which tags a member has: how many changes each slot has counted. */
const slots = "FROM counters WHERE kind = 'tags'";

/** Reads the names of all tags, in alphabetical order; once for each version of them. */
export function createTagList(): (query: Query) => Promise<string[]> {
  let known: { version: string; names: string[] } | undefined;
  return async function listTags(query) {
    const counted = await selectRows<Slot>(query, `SELECT slot, value ${slots} ORDER BY id, slot`);
    const now = counted.map(({ slot, value }) => `${slot}:${value}`).join();
    if (known?.version !== now) known = await readTags(query);
    return known.names;
  };
}

interface Slot {
  slot: number;
  value: number;
}

// One statement, so that the names are those of the version.
async function readTags(query: Query) {
  const version = `SELECT GROUP_CONCAT(slot, ':', value ORDER BY id, slot) ${slots}`;
  const sql = `SELECT name, (${version}) AS version FROM tags ORDER BY name`;
  const rows = await selectRows<{ name: string; version: string | null }>(query, sql);
  return { version: rows[0]?.version ?? '', names: rows.map(({ name }) => name) };
}
