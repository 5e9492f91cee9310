import test from 'ava';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { change, databaseTest, query } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import type { Article, Comment } from './support/payload.ts';
import { comment, register, write } from './support/people.ts';

const SAME_MOMENT = '2026-01-02 03:04:05.678';

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: articles written at once are listed newest first, on every page once`, async (t) => {
    const author = await register(contract);
    const written = await Promise.all(Array.from({ length: 12 }, () => write(author)));
    const listed = await pages(author.username, 5);
    t.deepEqual(listed.map(({ slug }) => slug).sort(), written.map(({ slug }) => slug).sort());
    const moments = listed.map(({ createdAt }) => createdAt);
    t.deepEqual(moments, moments.toSorted().toReversed());
    t.deepEqual(await pages(author.username, 3), listed);
  });

  test(`${contract.name}: comments written at once are listed newest first, ties by id`, async (t) => {
    const author = await register(contract);
    const { slug } = await write(author);
    await Promise.all(Array.from({ length: 12 }, (_, index) => comment(author, slug, `Comment ${index}`)));
    const { comments } = (await anonymous.get(`/articles/${slug}/comments`)).body;
    t.deepEqual(comments, comments.toSorted(newestFirst));
    t.is(comments.length, 12);
  });

  databaseTest(`${contract.name}: articles and comments of the same millisecond are ordered by id`, async (t) => {
    const author = await register(contract);
    const slugs: string[] = [];
    for (let count = 0; count < 6; count += 1) slugs.push((await write(author)).slug);
    const slug = slugs[0] ?? '';
    for (let count = 0; count < 6; count += 1) await comment(author, slug, `Comment ${count}`);
    const marks = slugs.map(() => '?').join(',');
    await change(6, `UPDATE articles SET created_at_ms = ? WHERE slug IN (${marks})`, [SAME_MOMENT, ...slugs]);
    await change(
      6,
      'UPDATE comments SET created_at_ms = ? WHERE article_id = (SELECT id FROM articles WHERE slug = ?)',
      [SAME_MOMENT, slug],
    );
    const rows = await query<{ slug: string }>(
      `SELECT slug FROM articles WHERE slug IN (${marks}) ORDER BY id DESC`,
      slugs,
    );
    const listed = await eventually(
      () => pages(author.username, 4),
      (articles) => new Set(articles.map(({ createdAt }) => createdAt)).size === 1,
    );
    t.deepEqual(
      listed.map((article) => article.slug),
      rows.map((row) => row.slug),
    );
    t.is(new Set(listed.map(({ createdAt }) => createdAt)).size, 1);
    const ids = (await anonymous.get(`/articles/${slug}/comments`)).body.comments.map(({ id }) => id);
    t.deepEqual(
      ids,
      ids.toSorted((a, b) => b - a),
    );
  });

  async function pages(author: string, limit: number): Promise<Article[]> {
    const found: Article[] = [];
    for (let offset = 0; offset < 12; offset += limit) {
      const answer = await anonymous.get(`/articles?author=${author}&limit=${limit}&offset=${offset}`);
      found.push(...answer.body.articles);
    }
    return found;
  }
}

function newestFirst(a: Comment, b: Comment): number {
  return b.createdAt.localeCompare(a.createdAt) || b.id - a.id;
}
