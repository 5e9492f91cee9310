import type { Knex } from 'knex';
import { buildArticle, listDefaultAuthors, type SeedArticle } from '../../seeds/articles.ts';
import { authorCount, createFaker } from '../../seeds/people.ts';
import type { JobOptions } from './open-member.ts';
import type { SeedIds } from './seed-people.ts';

const batchSize = 250;
const progressEveryMs = 1000;

interface SeedArticlesOptions extends JobOptions {
  total: number | undefined;
  ids: SeedIds;
}

/**
 * Adds articles in batches, each in a transaction of its own, so that memory holds one batch;
 * returns how many.
 */
export async function seedArticles(knex: Knex, { total, ids, onProgress }: SeedArticlesOptions): Promise<number> {
  const authors = listDefaultAuthors();
  const count = total ?? authors.length;
  let added = 0;
  let reportedAt = Date.now();
  for (let start = 0; start < count; start += batchSize) {
    const indexes = Array.from({ length: Math.min(batchSize, count - start) }, (_, place) => start + place);
    const batch: SeedArticle[] = indexes.map((index) => buildArticle(index, authors[index] ?? chooseAuthor(index)));
    added += await insertArticles(knex, batch, ids);
    const isDone = start + batch.length === count;
    if (Date.now() - reportedAt < progressEveryMs && !isDone) continue;
    reportedAt = Date.now();
    onProgress?.(`Seeded ${start + batch.length} of ${count} articles`);
  }
  return added;
}

const chooseAuthor = (index: number) => createFaker('author', index).number.int({ min: 0, max: authorCount - 1 });

/**
 * Adds those articles of a batch that are missing, with their tags, comments and favorites, in one
 * transaction.
 */
async function insertArticles(knex: Knex, batch: SeedArticle[], ids: SeedIds): Promise<number> {
  const slugs = batch.map(({ slug }) => slug);
  const present: string[] = await knex('articles').whereIn('slug', slugs).pluck('slug');
  const articles = batch.filter(({ slug }) => !present.includes(slug));
  if (articles.length === 0) return 0;
  await knex.transaction(async (transaction) => {
    await transaction('articles').insert(articles.map((article) => toArticleRow(article, ids)));
    const withIds = await readArticleIds(transaction, articles);
    await transaction('article_tag').insert(withIds.flatMap((entry) => toTagRows(entry, ids)));
    await transaction('comments').insert(withIds.flatMap((entry) => toCommentRows(entry, ids)));
    const favorites = withIds.flatMap((entry) => toFavoriteRows(entry, ids));
    if (favorites.length > 0) await transaction('favorites').insert(favorites);
  });
  return articles.length;
}

interface Numbered {
  id: number;
  article: SeedArticle;
}

async function readArticleIds(knex: Knex, articles: SeedArticle[]): Promise<Numbered[]> {
  const rows: { id: number; slug: string }[] = await knex('articles')
    .select('id', 'slug')
    .whereIn(
      'slug',
      articles.map(({ slug }) => slug),
    );
  const ids = new Map(rows.map(({ id, slug }) => [slug, id]));
  return articles.map((article) => ({ id: ids.get(article.slug) ?? 0, article }));
}

const timestamps = (date: Date) => ({ created_at: date, updated_at: date });

function toArticleRow({ author, slug, title, description, body, createdAt }: SeedArticle, { people }: SeedIds) {
  return { user_id: people[author], slug, title, description, body, ...timestamps(createdAt) };
}

function toTagRows({ id, article }: Numbered, { tags }: SeedIds) {
  return article.tags.map((tag, position) => ({ article_id: id, tag_id: tags[tag], position }));
}

function toCommentRows({ id, article }: Numbered, { people }: SeedIds) {
  return article.comments.map(({ author, body, createdAt }) => ({
    article_id: id,
    user_id: people[author],
    body,
    ...timestamps(createdAt),
  }));
}

function toFavoriteRows({ id, article }: Numbered, { people }: SeedIds) {
  return article.favoritedBy.map((reader) => ({
    article_id: id,
    user_id: people[reader],
    ...timestamps(article.createdAt),
  }));
}
