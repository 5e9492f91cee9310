import { copyNames, isPlainSlug, topics, touchArticle } from '../cache/topics.ts';
import type { Query } from '../database/query.ts';
import { missing, protocolError } from '../http/api-error.ts';
import { unauthenticated } from '../http/authentication.ts';
import { type ApiRequest, type Asked, defineRoute, type Route } from '../http/route.ts';
import { editLock } from '../locks/edit-lease.ts';
import { passKnownFence } from '../locks/repository.ts';
import { findViewer } from '../users/repository.ts';
import { type SlugTurns, withFreeSlug } from './free-slug.ts';
import { presentArticle } from './presentation.ts';
import {
  type ArticleOwnership,
  findArticle,
  findArticleById,
  findNewArticle,
  findOwnership,
  lockVersion,
} from './repository.ts';
import { articleChangesSchema, articleSchema, articleView } from './schema.ts';
import { isMadeOf, slugify } from './slug.ts';
import {
  type ArticleChanges,
  type ArticleInput,
  createArticle,
  createArticleAndTags,
  deleteArticle,
  type NewArticle,
  updateArticle,
  updateTexts,
} from './writes.ts';

const find = (query: Query, { params, viewer }: Asked) => findOwnership(query, params.slug ?? '', viewer);
const look = (query: Query, { params, viewer }: Asked) => findArticle(query, params.slug ?? '', viewer);

const tag = 'Articles';
const answer = { article: articleView };

const newArticle = {
  name: 'NewArticle',
  example: {
    title: 'How to lose a server',
    description: 'And go on',
    body: 'Very carefully.',
    tagList: ['mysql', 'haproxy'],
  },
};
const articleChanges = { name: 'ArticleChanges', example: { body: 'With three hands.' } };

/** One article: read, written, changed, deleted. */
export function createArticleRoutes(): Route[] {
  const turns: SlugTurns = new Map();
  return [
    defineRoute({
      methods: ['get'],
      path: '/articles/:slug',
      access: 'optional',
      names: 'article',
      look,
      shared: {
        name: ({ params: { slug = '' } }) => (isPlainSlug(slug) ? copyNames.article(slug) : undefined),
        topics: ({ params: { slug = '' } }) => [topics.article(slug), topics.oddArticles, topics.users],
      },
      present: presentArticle,
      documentation: { summary: 'An article', tag, answer },
    }),
    defineRoute({
      methods: ['post'],
      path: '/articles',
      access: 'required',
      body: { wrapper: 'article', ...newArticle, schema: articleSchema },
      find: (query, { viewer }) => findViewer(query, viewer),
      touches: (_, seen) => touchArticle(seen?.slug),
      handle: (request) => postArticle(request, turns),
      look: (query, { viewer }) => findNewArticle(query, viewer),
      answers: 'created',
      present: presentArticle,
      documentation: { summary: 'Write an article', tag, answer },
    }),
    defineRoute({
      methods: ['put', 'patch'],
      path: '/articles/:slug',
      access: 'required',
      names: 'article',
      own: 'article',
      body: { wrapper: 'article', ...articleChanges, schema: articleChangesSchema },
      find,
      touches: ({ params }, seen) => touchArticle(params.slug, seen?.slug),
      handle: (request) => putArticle(request, turns),
      present: presentArticle,
      documentation: { summary: 'Change an article of your own', tag, answer },
    }),
    defineRoute({
      methods: ['delete'],
      path: '/articles/:slug',
      access: 'required',
      names: 'article',
      own: 'article',
      find,
      touches: ({ params }) => touchArticle(params.slug),
      change: ({ params, viewer }) => [deleteArticle(params.slug ?? '', viewer)],
      answers: 'deleted',
      documentation: { summary: 'Delete an article of your own, with its comments', tag, answer: {} },
    }),
  ];
}

function postArticle(request: ApiRequest<ArticleInput>, turns: SlugTurns) {
  const { session, viewer, input } = request;
  const write = (slug: string) => storeArticle(request, { ...input, author: viewer, slug });
  return withFreeSlug({ session, turns }, { base: slugify(input.title), write });
}

/** Mostly all tags are there. If one is not, or the slug is taken, the second way creates the tags or fails with the key. */
async function storeArticle({ write, viewer }: ApiRequest, article: NewArticle) {
  const look = (query: Query) => findNewArticle(query, viewer);
  const { seen } = await write({ change: createArticle(article), look });
  const change = async (query: Query) => {
    if (!(await createArticleAndTags(query, article))) throw unauthenticated('ended');
  };
  return seen ?? takeSeen(await write({ change, look }));
}

/** Changes, the token of the window that saves them, and the version that it has read. */
type SavedChanges = ArticleChanges & { editToken?: number | undefined; basedOn?: Date | undefined };

async function putArticle(request: ApiRequest<SavedChanges>, turns: SlugTurns) {
  const { title, tagList, editToken, basedOn, ...texts } = request.input;
  const isOnlyText =
    (editToken ?? basedOn) === undefined &&
    title === undefined &&
    tagList === undefined &&
    (texts.body ?? texts.description) !== undefined;
  if (isOnlyText) {
    const own = { slug: request.params.slug ?? '', viewer: request.viewer };
    const { seen } = await request.write({ change: [updateTexts(own, texts)], look: (query) => look(query, request) });
    if (seen?.viewer === 'valid' && seen.userId === request.viewer.id) return seen;
  }
  return changeAll(request, await request.admit<ArticleOwnership>(), turns);
}

async function changeAll(request: ApiRequest<SavedChanges>, found: ArticleOwnership, turns: SlugTurns) {
  const { session, viewer } = request;
  const { editToken, basedOn, ...input } = request.input;
  const write = async (slug: string) =>
    takeSeen(
      await request.write({
        change: async (query) => {
          if (editToken !== undefined) await requireLease(query, found.id, editToken);
          if (basedOn !== undefined) await requireVersion(query, found.id, basedOn);
          await updateArticle(query, found.id, { ...input, slug });
        },
        look: (query) => findArticleById(query, found.id, viewer),
      }),
    );
  const { title = found.title } = input;
  const keepsSlug = title === found.title || isMadeOf(found.slug, slugify(title));
  return keepsSlug ? write(found.slug) : withFreeSlug({ session, turns }, { base: slugify(title), write });
}

/** In the transaction that saves: a window whose lease has gone to another saves nothing. */
async function requireLease(query: Query, articleId: number, token: number) {
  if (await passKnownFence(query, { lock: editLock(articleId), token })) return;
  throw isOld('opened');
}

/** In the transaction that saves: what was saved meanwhile is not overwritten. Members certify the article's row. */
async function requireVersion(query: Query, articleId: number, basedOn: Date) {
  if (!(await lockVersion(query, articleId, basedOn))) throw isOld('saved');
}

function isOld(what: 'opened' | 'saved') {
  const message = `The article was ${what} in another window since: this text is not saved, and nothing was overwritten.`;
  return protocolError({ status: 409, subject: 'request', message });
}

/** What a write has seen; where that is nothing the article was deleted meanwhile. */
function takeSeen<Seen>({ seen }: { seen: Seen | null }): Seen {
  if (seen === null) throw missing('article');
  return seen;
}
