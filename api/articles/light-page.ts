import type { Query } from '../database/query.ts';

/** Bytes of text that the rows of one answer have at most; a row that is longer has an answer of its own. */
const maxPageBytes = 256 * 1024;

/** A row of a page whose long text is still to be read. */
export interface WeighedRow {
  id: number;
  body: string | null;
  weight: number;
}

/** Selects a text only where all rows of a page could have one as long, and the weight of any. */
export function renderShortText(column: string, rows: number): string {
  return `IF(LENGTH(${column}) <= ${Math.floor(maxPageBytes / rows)}, ${column}, NULL) AS body, LENGTH(${column}) AS weight`;
}

/**
 * The first rows that are together no heavier than an answer may be, with their long texts. Rows of other clients, and those from
 * before texts had a limit, can be of any length. Most pages have no long text: to weigh every page in MySQL would cost each list.
 */
export async function readLight<Row extends WeighedRow>(query: Query, table: 'articles' | 'comments', rows: Row[]) {
  const light = keepLight(rows);
  const texts = await readTexts(
    query,
    table,
    light.filter(({ body }) => body === null),
  );
  // One that is gone by now is left out.
  return light.flatMap((row) => {
    const body = row.body ?? texts.get(row.id);
    return body === undefined ? [] : [Object.assign(row, { body })];
  });
}

function keepLight<Row extends WeighedRow>(rows: Row[]): Row[] {
  let sum = 0;
  const end = rows.findIndex(({ weight }, place) => {
    sum += weight;
    return place > 0 && sum > maxPageBytes;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

async function readTexts(query: Query, table: string, rows: WeighedRow[]): Promise<Map<number, string>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => id).join();
  const found = await query.rows<{ id: number; body: string }>(`SELECT id, body FROM ${table} WHERE id IN (${ids})`);
  return new Map(found.map(({ id, body }) => [id, body]));
}
