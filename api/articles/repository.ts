import type { Query } from '../database/query.ts';
import { type SeenViewer, valuesOf, viewerState } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';
import { isFirstOfFeed, renderFirstOfFeed } from './feed.ts';
import type { KnownFeeds } from './known-feeds.ts';
import { readLight, renderShortText, type WeighedRow } from './light-page.ts';
import {
  type ArticleSelection,
  type Fragment,
  type Page,
  renderCount,
  renderPage,
  sumOfCounters,
} from './selection.ts';

/** An article with its author and tags, and what it has to do with the viewer. */
export interface ArticleRow {
  id: number;
  userId: number;
  slug: string;
  title: string;
  description: string;
  body: string;
  createdAt: Date | null;
  updatedAt: Date | null;
  favoritesCount: number;
  favorited: number;
  following: number;
  username: string;
  bio: string | null;
  image: string | null;
  tags: TagRow[];
}

/** A tag of an article, in the author's order. */
export interface TagRow {
  name: string;
}

/** Whose article it is; enough to know whether the viewer may change it. */
export interface ArticleOwnership extends SeenViewer {
  id: number;
  userId: number;
  slug: string;
  title: string;
}

/** An article, and whether its viewer exists. */
export type SeenArticle = ArticleRow & SeenViewer;

type StoredRow = Omit<ArticleRow, 'tags'> & { tags: [number, number, string][] | null };
type PageRow = Omit<StoredRow, 'body'> & WeighedRow;

/** The article of a slug, as the viewer sees it. */
export function findArticle(query: Query, slug: string, viewer: Bearer): Promise<SeenArticle | null> {
  return findOne(query, { where: 'a.slug = ?', value: slug, viewer });
}

/** The article that this author's transaction has just inserted. */
export function findNewArticle(query: Query, author: Bearer): Promise<SeenArticle | null> {
  return findOne(query, { where: 'a.id = LAST_INSERT_ID() AND a.user_id = ?', value: author.id, viewer: author });
}

/** The article of an id, as the viewer sees it. */
export function findArticleById(query: Query, id: number, viewer: Bearer): Promise<SeenArticle | null> {
  return findOne(query, { where: 'a.id = ?', value: id, viewer });
}

/** Makes other changes of the article on this member wait; false where it is gone. */
export async function lockArticle(query: Query, id: number): Promise<boolean> {
  return (await query.row('SELECT id FROM articles WHERE id = ? FOR UPDATE', [id])) !== null;
}

/** The same; false also where the article was saved at another time than this. */
export async function lockVersion(query: Query, id: number, updatedAt: Date): Promise<boolean> {
  const sql = 'SELECT id FROM articles WHERE id = ? AND updated_at_ms = ? FOR UPDATE';
  return (await query.row(sql, [id, updatedAt])) !== null;
}

/** Whose article a slug is. */
export function findOwnership(query: Query, slug: string, viewer: Bearer): Promise<ArticleOwnership | null> {
  const sql = `SELECT ${viewerState}, id, user_id AS userId, slug, title FROM articles WHERE slug = ?`;
  return query.row(sql, [...valuesOf(viewer), slug]);
}

/** One page of articles, newest first, and how many there are on all pages. */
export interface ArticlePage extends SeenViewer {
  articles: ArticleRow[];
  count: number;
}

/** Reads a page and the count, in one go. */
export async function listArticles(query: Query, selection: ArticleSelection, view: View): Promise<ArticlePage> {
  const [{ articles }, counted] = await Promise.all([
    findPage(query, renderPage(selection), { ...view, limit: selection.limit }),
    selectCount(query, renderCount(selection), view),
  ]);
  return { articles, ...counted };
}

/** The same of the users that the viewer follows; a page that is short may have to be read again. */
export async function listFeed(
  query: Query,
  page: Page,
  { view, feeds }: { view: View; feeds: KnownFeeds },
): Promise<ArticlePage> {
  const selection = { ...page, followerId: view.viewer.id };
  const isFirst = isFirstOfFeed(selection);
  const find = (fragment: Fragment) => findPage(query, fragment, { ...view, limit: page.limit, followsAll: true });
  const known = feeds.find(view.viewer.id);
  const [found, counted] = await Promise.all([
    find(isFirst ? renderFirstOfFeed(selection, known) : renderPage(selection)),
    feeds.count(query, view.viewer),
  ]);
  const isShort = found.size < Math.min(page.limit, counted.count - page.offset);
  const { articles } = isFirst && isShort ? await find(renderPage(selection)) : found;
  return { articles, ...counted };
}

/** What is shown of a page, and how many articles the page has. */
interface FoundPage {
  articles: ArticleRow[];
  size: number;
}

async function findPage(query: Query, page: Fragment, view: View & { limit: number }): Promise<FoundPage> {
  const columns = renderColumns(
    view,
    view.withBody ? renderShortText('a.body', view.limit) : "'' AS body, 0 AS weight",
  );
  const rows = await query.rows<PageRow>(
    `SELECT ${columns.sql} FROM (${page.sql}) page JOIN articles a ON a.id = page.id JOIN users u ON u.id = a.user_id`,
    [...columns.bindings, ...page.bindings],
  );
  const articles = await readLight(query, 'articles', rows.map(readRow).sort(newestFirst));
  return { articles, size: rows.length };
}

async function selectCount(query: Query, { sql, bindings }: Fragment, { viewer }: View) {
  const counted = `SELECT (${sql}) AS count, ${viewerState}`;
  const row = await query.row<{ count: number } & SeenViewer>(counted, [...bindings, ...valuesOf(viewer)]);
  return row ?? { count: 0, viewer: null };
}

/** Who looks, and whether the bodies are wanted. */
export interface View {
  viewer: Bearer;
  withBody: boolean;
  /** The viewer is known to follow every author. */
  followsAll?: boolean;
}

async function findOne(
  query: Query,
  { where, value, viewer }: { where: string; value: string | number; viewer: Bearer },
): Promise<SeenArticle | null> {
  const columns = renderColumns({ viewer }, 'a.body');
  const row = await query.row<StoredRow & SeenViewer>(
    `SELECT ${viewerState}, ${columns.sql} FROM articles a JOIN users u ON u.id = a.user_id WHERE ${where}`,
    [...valuesOf(viewer), ...columns.bindings, value],
  );
  return row && readRow(row);
}

function renderColumns({ viewer: { id }, followsAll = false }: Omit<View, 'withBody'>, body: string): Fragment {
  const following = 'EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = ? AND w.followed_id = a.user_id)';
  return {
    sql: `a.id, a.user_id AS userId, a.slug, a.title, a.description, ${body},
    a.created_at_ms AS createdAt, a.updated_at_ms AS updatedAt, u.username, u.bio, u.image,
    (${sumOfCounters("kind = 'favorites' AND id = a.id")}) AS favoritesCount,
    EXISTS (SELECT 1 FROM favorites f WHERE f.user_id = ? AND f.article_id = a.id) AS favorited,
    ${followsAll ? 'TRUE' : following} AS following,
    (SELECT JSON_ARRAYAGG(JSON_ARRAY(COALESCE(l.position, 0), l.tag_id, t.name))
       FROM article_tag l JOIN tags t ON t.id = l.tag_id WHERE l.article_id = a.id) AS tags`,
    bindings: followsAll ? [id] : [id, id],
  };
}

// MySQL would copy whole articles to sort them.
function newestFirst(one: Pick<ArticleRow, 'id' | 'createdAt'>, other: Pick<ArticleRow, 'id' | 'createdAt'>): number {
  return Number(other.createdAt) - Number(one.createdAt) || other.id - one.id;
}

function readRow<Row extends Pick<StoredRow, 'tags'>>(row: Row): Omit<Row, 'tags'> & Pick<ArticleRow, 'tags'> {
  const inOrder = (row.tags ?? []).sort(([a, firstId], [b, secondId]) => a - b || firstId - secondId);
  return Object.assign(row, { tags: inOrder.map(([, , name]) => ({ name })) });
}
