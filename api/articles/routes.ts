import type { Query } from '../database/database.ts';
import { forbidden, invalid, missing } from '../http/api-error.ts';
import { readInput } from '../http/read-input.ts';
import {
  type ApiRequest,
  type Asked,
  created,
  defineRoute,
  deleted,
  demandViewer,
  ok,
  type Route,
} from '../http/route.ts';
import { check, unwrap } from '../http/rules.ts';
import { withFreeSlug } from './free-slug.ts';
import { presentArticle } from './presentation.ts';
import { type ArticleOwnership, findArticle, findOwnership } from './repository.ts';
import { articleChangesSchema, articleSchema, articleView } from './schema.ts';
import { isMadeOf, slugify } from './slug.ts';
import {
  type ArticleChanges,
  createArticle,
  deleteArticle,
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
  const viewer = demandViewer(request);
  const { contract, session } = request;
  const input = check(articleSchema, unwrap(await request.readBody(), 'article'));
  if (!input.ok) throw invalid(input.fields);
  const article = await withFreeSlug(session, slugify(input.value.title), (slug) =>
    session.write((query) => createArticle(query, { ...input.value, userId: viewer.id, slug })),
  );
  const { title, description, body } = input.value;
  const fresh = { favoritesCount: 0, favorited: false, following: false, updatedAt: article.createdAt };
  return created({
    article: presentArticle({ ...viewer, userId: viewer.id, ...fresh, ...article, title, description, body }, contract),
  });
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
