import { z } from 'zod';
import { type ArticleOwnership, findOwnership } from '../articles/repository.ts';
import { touchArticle } from '../cache/topics.ts';
import type { Contract } from '../contract/contract.ts';
import type { Query } from '../database/query.ts';
import { renderDate } from '../http/dates.ts';
import { type Asked, defineRoute, type Route } from '../http/route.ts';
import { findViewer } from '../users/repository.ts';
import { endEditing, findEditing, keepEditing } from './edit-lease.ts';
import { type FindLocks, orUnavailable } from './lock-finder.ts';
import type { Holding } from './lock-words.ts';
import { editingEndSchema, editingSchema, editingView } from './schema.ts';

const tag = 'Locks';
const path = '/articles/:slug/editing';
const find = (query: Query, { params, viewer }: Asked) => findOwnership(query, params.slug ?? '', viewer);

interface Shown {
  isOn: boolean;
  held?: Holding | undefined;
  /** The window that asks. */
  tab?: string;
}

/** Who edits an article: seen by every reader, said by its author's editor. */
export function createEditRoutes(findLocks: FindLocks): Route[] {
  const answer = { editing: editingView, isOn: z.boolean() };
  return [
    defineRoute({
      methods: ['get'],
      path,
      access: 'optional',
      names: 'article',
      find,
      handle: async (request): Promise<Shown> => {
        const { id } = await request.admit<ArticleOwnership>();
        const locks = await findLocks(request.session);
        if (!locks) return { isOn: false };
        return { isOn: true, held: await orUnavailable(() => findEditing(locks, id)) };
      },
      present,
      documentation: { summary: 'Who edits an article, where the profile locks is on', tag, answer },
    }),
    defineRoute({
      methods: ['put'],
      path,
      access: 'required',
      names: 'article',
      own: 'article',
      find,
      body: { wrapper: 'editing', name: 'Editing', example: { tab: 'a-name-of-the-window' }, schema: editingSchema },
      // A window that is given a lease reads the article next, and is to see what was saved under the one before.
      touches: ({ params }) => touchArticle(params.slug),
      handle: async (request): Promise<Shown> => {
        const { id } = await request.admit<ArticleOwnership>();
        const { session, viewer } = request;
        const { tab } = request.input;
        const locks = await findLocks(session);
        if (!locks) return { isOn: false };
        const user = await session.read((query) => findViewer(query, viewer));
        const editor = { articleId: id, username: user?.username ?? '', tab };
        return { isOn: true, tab, held: await orUnavailable(() => keepEditing(locks, request, editor)) };
      },
      present,
      documentation: {
        summary: 'Say that a window edits an article, every few seconds; 15 s without that, and another may',
        tag,
        answer,
      },
    }),
    defineRoute({
      methods: ['delete'],
      path,
      access: 'required',
      names: 'article',
      own: 'article',
      find,
      query: editingEndSchema,
      handle: async (request) => {
        const { id } = await request.admit<ArticleOwnership>();
        const { tab } = request.query as { tab: string };
        const locks = await findLocks(request.session);
        if (locks) await orUnavailable(() => endEditing(locks, { articleId: id, tab }));
        return {};
      },
      answers: 'deleted',
      documentation: { summary: 'Say that a window edits an article no more', tag, answer: {} },
    }),
  ];
}

function present({ isOn, held, tab }: Shown, { utcSuffix }: Contract) {
  if (!held) return { editing: null, isOn };
  const { holder, owner, token, sinceMs } = held;
  const mine = tab !== undefined && owner === tab;
  return {
    editing: { by: holder, since: renderDate(new Date(sinceMs), utcSuffix), mine, ...(mine && { token }) },
    isOn,
  };
}
