import type { Query } from '../database/database.ts';
import { forbidden, missing } from '../http/api-error.ts';
import { unauthenticated } from '../http/authentication.ts';
import { readInput } from '../http/read-input.ts';
import { type ApiRequest, type Asked, created, defineRoute, deleted, ok, type Route } from '../http/route.ts';
import { after } from '../rows.ts';
import { createTags } from './article-tags.ts';
import { SlugTaken, withFreeSlug } from './free-slug.ts';
import { presentArticle } from './presentation.ts';
import { type ArticleOwnership, findArticle, findOwnership } from './repository.ts';
import { articleChangesSchema, articleSchema, articleView } from './schema.ts';
import { isMadeOf, slugify } from './slug.ts';
import {
  type ArticleChanges,
  type CreatedArticle,
  createArticle,
  deleteArticle,
  type NewArticle,
  recallArticle,
  type TextChanges,
  updateArticle,
  updateTexts,
} from './writes.ts';

const find = (query: Query, { params, viewerId }: Asked) => findOwnership(query, params.slug ?? '', viewerId);

const tag = 'Articles';

/** One article: read, written, changed, deleted. */
export const articleRoutes: Route[] = [
  defineRoute({
    methods: ['get'],
    path: '/articles/:slug',
    access: 'optional',
    names: 'article',
    find: (query, { params, viewerId }) => findArticle(query, params.slug ?? '', viewerId),
    findsViewer: true,
    handle: ({ found, contract }) => ok({ article: presentArticle(found, contract) }),
    documentation: { summary: 'An article', tag, answer: { article: articleView } },
  }),
  defineRoute({
    methods: ['post'],
    path: '/articles',
    access: 'required',
    looksLater: true,
    handle: postArticle,
    documentation: {
      summary: 'Write an article',
      tag,
      body: { wrapper: 'article', schema: articleSchema },
      answer: { article: articleView },
    },
  }),
  defineRoute({
    methods: ['put', 'patch'],
    path: '/articles/:slug',
    access: 'required',
    names: 'article',
    find,
    findsViewer: true,
    looksLater: true,
    handle: putArticle,
    documentation: {
      summary: 'Change an article of your own',
      tag,
      body: { wrapper: 'article', schema: articleChangesSchema },
      answer: { article: articleView },
    },
  }),
  defineRoute({
    methods: ['delete'],
    path: '/articles/:slug',
    access: 'required',
    names: 'article',
    find,
    findsViewer: true,
    handle: removeArticle,
    documentation: { summary: 'Delete an article of your own, with its comments', tag, answer: {} },
  }),
];

async function postArticle(request: ApiRequest) {
  const { session, viewerId: userId, contract } = request;
  const input = await readInput(request, { wrapper: 'article', schema: articleSchema });
  const article = await withFreeSlug(session, slugify(input.title), (slug) =>
    storeArticle(request, { ...input, userId, slug }),
  );
  return created({ article: presentArticle(article, contract) });
}

async function storeArticle({ session }: ApiRequest, article: NewArticle) {
  const stored = await session.write(
    (query) => createArticle(query, article),
    (query, id) => recallArticle(query, id, article.userId),
  );
  if (stored !== 'not all there') return demandStored(stored, article);
  return session.write((query) => createWithNewTags(query, article));
}

/** Where the article cannot be stored after all, the tags are not to stay, either. */
async function createWithNewTags(query: Query, article: NewArticle) {
  const stored = await after(createTags(query, article.tagList), createArticle(query, article));
  if (stored === 'not all there') throw unauthenticated('orphaned');
  return demandStored(stored, article);
}

function demandStored(stored: CreatedArticle, { slug }: NewArticle) {
  if (stored === 'gone') throw missing('article');
  if (typeof stored === 'string') throw new SlugTaken(slug);
  return stored;
}

async function putArticle(request: ApiRequest<ArticleOwnership>) {
  const lookUpOwn = async () => demandOwn(await request.lookUp(), request);
  const { title, tagList, ...texts } = await readInput(request, {
    wrapper: 'article',
    schema: articleChangesSchema,
    admit: lookUpOwn,
  });
  const isOnlyText = title === undefined && tagList === undefined && (texts.body ?? texts.description) !== undefined;
  const article = isOnlyText
    ? await changeTexts(request, texts)
    : await changeAll(request, await lookUpOwn(), { title, tagList, ...texts });
  return ok({ article: presentArticle(article, request.contract) });
}

async function changeTexts(request: ApiRequest, texts: TextChanges) {
  const { params, viewerId } = request;
  const slug = params.slug ?? '';
  const article = await request.changeAtOnce(
    (query) => updateTexts(query, { slug, viewerId }, texts),
    (query) => findArticle(query, slug, viewerId),
  );
  return demandOwn(article, request);
}

async function changeAll({ session, viewerId }: ApiRequest, found: ArticleOwnership, changes: ArticleChanges) {
  const write = (slug: string) =>
    session.write((query) => updateArticle(query, { id: found.id, viewerId }, { ...changes, slug }));
  const { title = found.title } = changes;
  const keepsSlug = title === found.title || isMadeOf(found.slug, slugify(title));
  const article = keepsSlug ? await write(found.slug) : await withFreeSlug(session, slugify(title), write);
  if (!article) throw missing('article');
  return article;
}

function demandOwn<Owned extends { userId: number }>(article: Owned, { viewerId }: ApiRequest): Owned {
  if (article.userId !== viewerId) throw forbidden('article');
  return article;
}

async function removeArticle(request: ApiRequest<ArticleOwnership>) {
  const { found, session } = request;
  demandOwn(found, request);
  const wasThere = await session.write((query) => deleteArticle(query, found.id));
  if (!wasThere) throw missing('article');
  return deleted();
}
