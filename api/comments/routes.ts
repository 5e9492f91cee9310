import { z } from 'zod';
import { findOwnership } from '../articles/repository.ts';
import type { Contract } from '../contract/contract.ts';
import { renderDate } from '../http/dates.ts';
import { type Asked, defineRoute, type Route } from '../http/route.ts';
import { presentProfile } from '../profiles/presentation.ts';
import {
  type CommentPage,
  type CommentPlace,
  type CommentRow,
  createComment,
  deleteComment,
  findCommentOwnership,
  findNewComment,
  listComments,
} from './repository.ts';
import { commentQuerySchema, commentSchema, commentView } from './schema.ts';

const tag = 'Comments';

/** The comments of an article. */
export const commentRoutes: Route[] = [
  defineRoute({
    methods: ['get'],
    path: '/articles/:slug/comments',
    access: 'optional',
    names: 'article',
    query: commentQuerySchema,
    look: (query, { params, query: page, viewer }) => listComments(query, { slug: params.slug ?? '', viewer, ...page }),
    next: ({ comments, hasMore }: CommentPage, { offset }) => (hasMore ? offset + comments.length : null),
    present: ({ comments }: CommentPage, contract) => ({ comments: comments.map((row) => present(row, contract)) }),
    documentation: { summary: 'Comments, newest first', tag, answer: { comments: z.array(commentView) } },
  }),
  defineRoute({
    methods: ['post'],
    path: '/articles/:slug/comments',
    access: 'required',
    names: 'article',
    body: { wrapper: 'comment', name: 'NewComment', example: { body: 'Well said.' }, schema: commentSchema },
    find: (query, { params, viewer }) => findOwnership(query, params.slug ?? '', viewer),
    change: ({ input: { body }, params, viewer }) => [createComment({ viewer, slug: params.slug ?? '', body })],
    look: (query, { params, viewer }) => findNewComment(query, { viewer, slug: params.slug ?? '' }),
    answers: 'created',
    present: (row: CommentRow, contract) => ({ comment: present(row, contract) }),
    documentation: { summary: 'Write a comment', tag, answer: { comment: commentView } },
  }),
  defineRoute({
    methods: ['delete'],
    path: '/articles/:slug/comments/:id',
    access: 'required',
    names: 'article',
    own: 'comment',
    find: (query, asked) => findCommentOwnership(query, placeOf(asked)),
    change: (asked) => [deleteComment(placeOf(asked))],
    answers: 'deleted',
    documentation: { summary: 'Delete a comment of your own', tag, answer: {} },
  }),
];

const placeOf = ({ params, viewer }: Asked): CommentPlace => {
  return { slug: params.slug ?? '', commentId: parseId(params.id), viewer };
};

function present(row: CommentRow, { utcSuffix }: Contract) {
  return {
    id: row.id,
    createdAt: renderDate(row.createdAt, utcSuffix),
    updatedAt: renderDate(row.updatedAt, utcSuffix),
    body: row.body,
    author: presentProfile(row, Boolean(row.following)),
  };
}

/** An id as MySQL has them; 0, which no row has, for anything else. */
function parseId(text = ''): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : 0;
}
