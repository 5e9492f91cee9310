import type { Fragment } from './selection.ts';

/** Bytes of text that the rows of one answer have at most; a row that is longer has an answer of its own. */
const maxPageBytes = 256 * 1024;

/**
 * The first of a page's rows that are together no heavier than an answer may be. `size` is how many rows the whole page has.
 * Rows of other clients, and those from before bodies had a limit, can be of any length.
 */
export function keepLight(table: 'articles' | 'comments', page: Fragment): Fragment {
  return {
    sql: `SELECT id, size FROM (
      SELECT r.id, COUNT(*) OVER () AS size, ROW_NUMBER() OVER newest AS place, SUM(LENGTH(r.body)) OVER newest AS weight
        FROM (${page.sql}) page JOIN ${table} r ON r.id = page.id
      WINDOW newest AS (ORDER BY r.created_at_ms DESC, r.id DESC)) weighed
      WHERE place = 1 OR weight <= ${maxPageBytes}`,
    bindings: page.bindings,
  };
}
