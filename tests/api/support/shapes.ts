import { z } from 'zod';
import type { Contract } from './contracts.ts';

const text = z.string();
const textOrNull = z.string().min(1).nullable();
const profile = z.strictObject({ username: text, bio: textOrNull, image: textOrNull, following: z.boolean() });
const user = z.strictObject({ email: text, token: text.min(1), username: text, bio: textOrNull, image: textOrNull });

function articleOf({ date }: Contract) {
  return z.strictObject({
    slug: text.min(1),
    title: text,
    description: text,
    body: text,
    tagList: z.array(text),
    createdAt: text.regex(date),
    updatedAt: text.regex(date),
    favorited: z.boolean(),
    favoritesCount: z.int().min(0),
    author: profile,
  });
}

function commentOf({ date }: Contract) {
  const id = z.int().min(1);
  return z.strictObject({ id, createdAt: text.regex(date), updatedAt: text.regex(date), body: text, author: profile });
}

function listedOf(contract: Contract) {
  return contract.listsCarryBody ? articleOf(contract) : articleOf(contract).omit({ body: true }).strict();
}

const message = z.union([text, z.int(), z.array(text).min(1)]);
const errors = z.strictObject({
  errors: z.record(text, message).refine((all) => Object.keys(all).length > 0, 'errors must name at least one problem'),
});

/** The name of every body the API answers with. */
export type Shape =
  | 'user'
  | 'profile'
  | 'article'
  | 'articles'
  | 'comment'
  | 'comments'
  | 'tags'
  | 'nothing'
  | 'errors';

/** The exact shape of every body under one contract: a missing or an additional key is a failure. */
export function shapesOf(contract: Contract): Record<Shape, z.ZodType> {
  return {
    user: z.strictObject({ user }),
    profile: z.strictObject({ profile }),
    article: z.strictObject({ article: articleOf(contract) }),
    articles: z.strictObject({ articles: z.array(listedOf(contract)), articlesCount: z.int().min(0) }),
    comment: z.strictObject({ comment: commentOf(contract) }),
    comments: z.strictObject({ comments: z.array(commentOf(contract)) }),
    tags: z.strictObject({ tags: z.array(text) }),
    nothing: z.strictObject({}),
    errors,
  };
}
