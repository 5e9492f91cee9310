import type { Query } from '../database/query.ts';

/** Which tags a member has: how many changes each slot has counted. */
const slots = "FROM counters WHERE kind = 'tags'";

/** Lists the names of all tags, in alphabetical order; reads them once for each version of them. */
export function createTagList(): (query: Query) => Promise<string[]> {
  let known: { version: string; names: string[] } | undefined;
  return async function listTags(query) {
    const counted = await query.rows<Slot>(`SELECT slot, value ${slots} ORDER BY id, slot`);
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
  const rows = await query.rows<{ name: string; version: string | null }>(
    `SELECT name, (${version}) AS version FROM tags ORDER BY name`,
  );
  return { version: rows[0]?.version ?? '', names: rows.map(({ name }) => name) };
}
