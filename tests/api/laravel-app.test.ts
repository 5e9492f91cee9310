import { type Client, clientOf } from './support/client.ts';
import { contractNamed } from './support/contracts.ts';
import { query } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { eloquentVersions, laravelTest, startLaravelApp } from './support/laravel-app.ts';
import { comment, type Person, register, write } from './support/people.ts';
import { claimsOf } from './support/tokens.ts';
import { unique } from './support/unique.ts';

// A Laravel app on the same tables, at the same time: whichever of the two writes, both read it.

const laravel = contractNamed('laravel');
const anonymous = clientOf(laravel);

interface ShownArticle {
  created_at: string;
  tags: object[];
  comments: { body: string }[];
  favorited: { username: string }[];
}

const idOf = ({ token }: Person) => Number(claimsOf(token).sub);

for (const version of eloquentVersions) {
  laravelTest(`Eloquent ${version} reads the dates of every row that the API writes`, async (t) => {
    const [author, reader] = [await register(laravel), await register(laravel)];
    const { slug, createdAt } = await write(author, { tagList: [unique('tag')] });
    await comment(reader, slug);
    await reader.post(`/articles/${slug}/favorite`);
    await reader.post(`/profiles/${author.username}/follow`);
    const app = startLaravelApp(t, version);
    const shown = await eventually(
      () => app.call<ShownArticle>('showArticle', slug),
      ({ comments, favorited }) => comments.length > 0 && favorited.length > 0,
    );
    t.is(shown.created_at, createdAt.slice(0, 19));
    t.is(shown.tags.length, 1);
    t.deepEqual(
      shown.favorited.map(({ username }) => username),
      [reader.username],
    );
    const feed = await eventually(
      () => app.call<{ slug: string }[]>('feed', idOf(reader)),
      (articles) => articles.length > 0,
    );
    t.deepEqual(
      feed.map((article) => article.slug),
      [slug],
    );
  });

  laravelTest(`what Eloquent ${version} writes is in the API's lists, feed and counts`, async (t) => {
    const [author, reader] = [await register(laravel), await register(laravel)];
    const [slug, tag] = [unique('eloquent'), unique('tag')];
    const app = startLaravelApp(t, version);
    await app.call('createArticle', idOf(author), slug, [tag]);
    await app.call('comment', idOf(reader), slug, 'By Eloquent');
    await app.call('favorite', idOf(reader), slug);
    await app.call('follow', idOf(reader), idOf(author));
    const lists = [`?author=${author.username}`, `?tag=${tag}`, `?favorited=${reader.username}`, '/feed'];
    for (const list of lists) await waitForArticles(reader, list, [slug]);
    const { article } = (await reader.get(`/articles/${slug}`)).body;
    t.like(article, { favorited: true, favoritesCount: 1, tagList: [tag], author: { following: true } });
    t.regex(article.createdAt, /\.000\+00:00$/);
    const { comments } = (await reader.get(`/articles/${slug}/comments`)).body;
    t.deepEqual(
      comments.map(({ body }) => body),
      ['By Eloquent'],
    );
    const newer = await write(author);
    for (const list of [lists[0] ?? '', '/feed']) await waitForArticles(reader, list, [newer.slug, slug]);
    await app.call('unfavorite', idOf(reader), slug);
    await app.call('unfollow', idOf(reader), idOf(author));
    for (const list of lists.slice(2)) await waitForArticles(reader, list, []);
    t.like((await reader.get(`/articles/${slug}`)).body.article, { favorited: false, favoritesCount: 0 });
  });

  laravelTest(
    `an article that Eloquent ${version} changes has a later updatedAt, and keeps its createdAt`,
    async (t) => {
      const author = await register(laravel);
      const { slug, createdAt, updatedAt } = await write(author);
      const app = startLaravelApp(t, version);
      await eventually(
        async () => Date.now(),
        (now) => now >= Date.parse(updatedAt.slice(0, 19).concat('Z')) + 1_000,
      );
      await app.call('updateArticle', slug, `By Eloquent ${version}`);
      const { article } = (
        await eventually(
          () => anonymous.get(`/articles/${slug}`),
          ({ body }) => body.article.body === `By Eloquent ${version}`,
        )
      ).body;
      t.is(article.body, `By Eloquent ${version}`);
      t.is(article.createdAt, createdAt);
      t.true(article.updatedAt > updatedAt, `${article.updatedAt} > ${updatedAt}`);
      const changed = await author.put(`/articles/${slug}`, { article: { body: 'By the API' } });
      t.true(changed.body.article.updatedAt > article.updatedAt, changed.summary);
    },
  );

  laravelTest(`an article that Eloquent ${version} deletes is gone with all that belongs to it`, async (t) => {
    const [author, reader] = [await register(laravel), await register(laravel)];
    const tag = unique('tag');
    const { slug } = await write(author, { tagList: [tag] });
    await comment(reader, slug);
    await reader.post(`/articles/${slug}/favorite`);
    await reader.post(`/profiles/${author.username}/follow`);
    const app = startLaravelApp(t, version);
    await app.call('comment', idOf(author), slug, 'By Eloquent');
    await app.call('favorite', idOf(author), slug);
    const [row] = await query<{ id: number }>('SELECT id FROM articles WHERE slug = ?', [slug]);
    t.is(await app.call('deleteArticle', slug), 1);
    const answer = await eventually(
      () => anonymous.get(`/articles/${slug}`),
      ({ status }) => status === 404,
    );
    t.is(answer.status, 404);
    const lists = [`?author=${author.username}`, `?tag=${tag}`, `?favorited=${reader.username}`, '/feed'];
    for (const list of lists) await waitForArticles(reader, list, []);
    const [left] = await query<{ count: number }>(
      `SELECT (SELECT COUNT(*) FROM comments WHERE article_id = ?) + (SELECT COUNT(*) FROM favorites WHERE article_id = ?)
         + (SELECT COUNT(*) FROM article_tag WHERE article_id = ?) AS count`,
      [row?.id, row?.id, row?.id],
    );
    t.is(Number(left?.count), 0);

    t.is((await author.get(`/articles/${slug}/comments`)).status, 404);
  });

  async function waitForArticles(client: Client, list: string, slugs: string[]): Promise<void> {
    const show = (body: { articles: { slug: string }[]; articlesCount: number }) =>
      `${body.articlesCount}: ${body.articles.map(({ slug }) => slug)}`;
    const wanted = `${slugs.length}: ${slugs}`;
    const answer = await eventually(
      () => client.get(`/articles${list}`),
      ({ body }) => show(body) === wanted,
    );
    if (show(answer.body) !== wanted) throw new Error(`GET /articles${list} has ${show(answer.body)}, not ${wanted}`);
  }
}
