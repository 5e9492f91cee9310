import test from 'ava';
import { readLight, type WeighedRow } from '../../../../api/articles/light-page.ts';
import type { Query } from '../../../../api/database/query.ts';

const KB = 1024;

/** Rows of so many kilobytes; those of more than ten come without their text. */
const rowsOf = (...kilobytes: number[]): WeighedRow[] =>
  kilobytes.map((weight, place) => ({ id: place + 1, body: weight > 10 ? null : 'short', weight: weight * KB }));

/** A database that has the long texts of these ids, and notes what it is asked for. */
function createQuery(...ids: number[]) {
  const asked: string[] = [];
  const rows = async (sql: string) => {
    asked.push(sql);
    return ids.filter((id) => sql.includes(String(id))).map((id) => ({ id, body: `long ${id}` }));
  };
  return { query: { rows } as unknown as Query, asked };
}

test('a page of short texts is whole and costs no further statement', async (t) => {
  const { query, asked } = createQuery();
  const rows = rowsOf(1, 2, 3);
  t.deepEqual(await readLight(query, 'articles', rows), rows as never);
  t.deepEqual(asked, []);
});

test('long texts are read only of the rows that fit into one answer', async (t) => {
  const { query, asked } = createQuery(1, 3, 4);
  const light = await readLight(query, 'comments', rowsOf(128, 5, 64, 128, 1));
  t.deepEqual(
    light.map(({ body }) => body),
    ['long 1', 'short', 'long 3'],
  );
  t.deepEqual(asked, ['SELECT id, body FROM comments WHERE id IN (1,3)']);
});

test('a row that is longer than any answer has one of its own', async (t) => {
  const { query } = createQuery(1);
  t.deepEqual(
    (await readLight(query, 'articles', rowsOf(700, 1))).map(({ body }) => body),
    ['long 1'],
  );
});

test('a row that is gone before its text is read is left out', async (t) => {
  const { query } = createQuery(2);
  t.deepEqual(
    (await readLight(query, 'articles', rowsOf(20, 20, 1))).map(({ id }) => id),
    [2, 3],
  );
});
