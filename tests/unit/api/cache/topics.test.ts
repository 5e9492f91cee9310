import test from 'ava';
import { isPlainSlug, topics, touchArticle } from '../../../../api/cache/topics.ts';
import type { Route } from '../../../../api/http/route.ts';
import { listRoutes } from '../../../../api/routes.ts';

test('a write of an article touches it under both slugs, and the lists', (t) => {
  t.deepEqual(touchArticle('a-1', 'b-1'), ['article:a-1', 'article:b-1', topics.lists]);
  t.deepEqual(touchArticle('a-1', 'a-1'), ['article:a-1', topics.lists]);
  t.deepEqual(touchArticle(undefined), [topics.lists]);
});

test('a slug that MySQL may take for another touches all articles', (t) => {
  for (const slug of ['A-1', 'a-1 ', 'ä', '', 'x'.repeat(200)]) {
    t.false(isPlainSlug(slug), slug);
    t.true(touchArticle(slug).includes(topics.oddArticles), slug);
  }
  t.true(isPlainSlug('how-to-lose-a-server-2'));
});

const keepers = { passwords: {} as never, tokens: {} as never, streams: {} as never };

/** Writes after which no reader without a token is shown anything else. */
const touchNothing = /\/comments|\/follow$| \/users| \/notifications| \/webhooks| \/locks|^delete .*\/editing$/;

test('every route that writes names what it touches, or touches nothing that is kept', (t) => {
  const routes = listRoutes(keepers);
  const writes = routes.filter(({ methods }) => !methods.includes('get'));
  t.true(writes.length > 10);
  for (const { methods, path, touches } of writes) {
    const name = `${methods} ${path}`;
    t.is(touches === undefined, touchNothing.test(name), name);
  }
});

test('what is kept ends with a write of one of its topics that some route names', (t) => {
  const routes = listRoutes(keepers);
  const asked = { params: { slug: 'a-1', username: 'demo' }, query: { limit: 20, offset: 0 } } as never;
  const named = new Set(routes.flatMap(({ touches }) => touches?.(asked, { slug: 'a-1' }) ?? []));
  const kept = routes.flatMap((route: Route) => route.shared ?? []);
  t.is(kept.length, 2);
  const all = kept.flatMap((shared) => shared.topics(asked)).filter((topic) => topic !== topics.oddArticles);
  for (const topic of all) t.true(named.has(topic), topic);
});
