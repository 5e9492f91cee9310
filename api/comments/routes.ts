import { z } from 'zod';
import { findOwnership } from '../articles/repository.ts';
import type { Contract } from '../contract/contract.ts';
import { forbidden, missing } from '../http/api-error.ts';
import { renderDate } from '../http/dates.ts';
import { readInput } from '../http/read-input.ts';
import { type ApiRequest, created, defineRoute, deleted, ok, type Route } from '../http/route.ts';
import { presentProfile } from '../profiles/presentation.ts';
import {
  type CommentOwnership,
  type CommentRow,
  createComment,
  deleteComment,
  findCommentOwnership,
  findOwnComment,
  listComments,
} from './repository.ts';
import { commentSchema, commentView } from './schema.ts';

const tag = 'Comments';

/** The comments of an article. */
export const commentRoutes: Route[] = [
  defineRoute({
    methods: ['get'],
    path: '/articles/:slug/comments',
    access: 'optional',
    names: 'article',
    find: (query, { params, viewerId }) => listComments(query, params.slug ?? '', viewerId),
    findsViewer: true,
    handle: ({ found, contract }) => ok({ comments: found.comments.map((comment) => present(comment, contract)) }),
    documentation: { summary: 'Comments, newest first', tag, answer: { comments: z.array(commentView) } },
  }),
  defineRoute({
    methods: ['post'],
    path: '/articles/:slug/comments',
    access: 'required',
    names: 'article',
    find: (query, { params, viewerId }) => findOwnership(query, params.slug ?? '', viewerId),
    findsViewer: true,
    looksLater: true,
    handle: postComment,
    documentation: {
      summary: 'Write a comment',
      tag,
      body: { wrapper: 'comment', schema: commentSchema },
      answer: { comment: commentView },
    },
  }),
  defineRoute({
    methods: ['delete'],
    path: '/articles/:slug/comments/:id',
    access: 'required',
    names: 'article',
    find: (query, { params, viewerId }) =>
      findCommentOwnership(query, params.slug ?? '', { commentId: parseId(params.id), viewerId }),
    findsViewer: true,
    lacks: ({ commentId }) => (commentId === null ? 'comment' : null),
    handle: removeComment,
    documentation: { summary: 'Delete a comment of your own', tag, answer: {} },
  }),
];

async function postComment(request: ApiRequest) {
  const { contract, params, viewerId: userId } = request;
  const { body } = await readInput(request, { wrapper: 'comment', schema: commentSchema });
  const where = { userId, slug: params.slug ?? '' };
  const comment = await request.changeAtOnce(
    (query) => createComment(query, { ...where, body }),
    // The id says nothing where nothing was inserted.
    (query, id) => findOwnComment(query, { ...where, id }),
  );
  return created({ comment: present(comment, contract) });
}

async function removeComment({ found, session, viewerId }: ApiRequest<CommentOwnership>) {
  const { commentId, userId } = found;
  if (userId !== viewerId) throw forbidden('comment');
  const wasThere = await session.write((query) => deleteComment(query, Number(commentId)));
  if (!wasThere) throw missing('comment');
  return deleted();
}

function present(row: CommentRow, { utcSuffix }: Contract) {
  return {
    id: row.id,
    createdAt: renderDate(row.createdAt, utcSuffix),
    updatedAt: renderDate(row.updatedAt, utcSuffix),
    body: row.body,
    author: presentProfile(row, Boolean(row.following)),
  };
}

/** An id as MySQL has them; 0, which nothing has, for anything else. */
function parseId(text = ''): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : 0;
}
