import test from 'ava';
import { renderCount, renderPage } from '../../../../api/articles/selection.ts';

const page = { limit: 20, offset: 40 };
const flat = (sql: string) => sql.replace(/\s+/g, ' ');

test('without a filter the newest articles are a walk along the articles, and their number is a counter', (t) => {
  t.deepEqual(renderPage(page), {
    sql: 'SELECT a.id AS id FROM articles a ORDER BY a.created_at_ms DESC, a.id DESC LIMIT ? OFFSET ?',
    bindings: [20, 40],
  });
  t.deepEqual(renderCount(page).bindings, []);
  t.regex(renderCount(page).sql, /FROM counters WHERE kind = 'articles'/);
});

test('a tag and favorites are walked along their links, in the order of the articles', (t) => {
  t.regex(renderPage({ ...page, tag: 't' }).sql, /FROM article_tag l WHERE .* ORDER BY l\.article_created_at DESC/);
  t.regex(renderPage({ ...page, favorited: 'f' }).sql, /FROM favorites l WHERE .* ORDER BY l\.article_created_at DESC/);
});

test('filters combine with AND, each with its value in the place of its placeholder', (t) => {
  const selection = { ...page, author: 'a', favorited: 'f', tag: 't' };
  for (const { sql, bindings } of [renderPage(selection), renderCount(selection)]) {
    t.is(sql.match(/\?/g)?.length, bindings.length);
    t.deepEqual(bindings.slice(0, 3), ['t', 'f', 'a']);
    t.regex(flat(sql), /FROM article_tag l WHERE .* AND EXISTS .*favorites.* AND EXISTS .*a\.user_id/);
  }
});

test('one filter with a counter is not counted, anything else is', (t) => {
  const isCounted = (selection: object) => /COUNT\(\*\)/.test(renderCount({ ...page, ...selection }).sql);
  for (const selection of [{ author: 'a' }, { tag: 't' }, { followerId: 7 }]) t.false(isCounted(selection));
  for (const selection of [{ favorited: 'f' }, { tag: 't', author: 'a' }]) t.true(isCounted(selection));
});

test('a feed is made of the articles of those one follows', (t) => {
  const selection = { ...page, followerId: 7 };
  t.deepEqual(renderPage(selection).bindings, [7, 20, 40]);
  t.deepEqual(renderCount(selection).bindings, [7]);
});
