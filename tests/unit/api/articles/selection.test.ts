import test from 'ava';
import { isFiltered, renderCount, renderSelection } from '../../../../api/articles/selection.ts';

const page = { limit: 20, offset: 0 };
const flat = (sql: string) => sql.replace(/\s+/g, ' ');

test('without a filter all articles are selected and counted', (t) => {
  t.false(isFiltered(page));
  t.deepEqual(renderSelection(page, 0), { sql: 'FROM articles a', bindings: [] });
  t.deepEqual(renderCount(page), { sql: 'FROM articles a', bindings: [] });
});

test('filters combine with AND, each with its value in the place of its placeholder', (t) => {
  const { sql, bindings } = renderSelection({ ...page, author: 'a', favorited: 'f', tag: 't' }, 10);
  t.is(sql.match(/\?/g)?.length, bindings.length);
  t.deepEqual(bindings, ['t', 'f', 'a']);
  t.regex(flat(sql), /JOIN article_tag .* JOIN favorites .* WHERE a\.user_id/);
});

test('a count of links needs no articles', (t) => {
  const { sql, bindings } = renderCount({ ...page, favorited: 'f', tag: 't' });
  t.notRegex(sql, /articles a/);
  t.is(sql.match(/\?/g)?.length, bindings.length);
  t.deepEqual(bindings, ['f', 't']);
  t.regex(renderCount({ ...page, tag: 't', author: 'a' }).sql, /articles a/);
});

test('the newest of many are found by walking along the newest, anything else by its links', (t) => {
  const walks = (count: number, offset = 0) =>
    /STRAIGHT_JOIN/.test(renderSelection({ limit: 20, offset, tag: 't' }, count).sql);
  t.true(walks(20_000));
  t.false(walks(1999));
  t.false(walks(20_000, 5000));
  t.notRegex(renderSelection({ ...page, author: 'a' }, 20_000).sql, /FORCE INDEX/);
});

test('a feed is made of the articles of those one follows', (t) => {
  t.true(isFiltered({ ...page, followerId: 7 }));
  t.deepEqual(renderSelection({ ...page, followerId: 7 }, 5).bindings, [7]);
});
