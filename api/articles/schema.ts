import { z } from 'zod';
import { pageSchema } from '../http/paging.ts';
import { atMost, atMostKilobytes, requiredText, storable } from '../http/rules.ts';
import { profileView } from '../profiles/schema.ts';

/** Tags an article may have at most. */
export const maximumTags = 20;

const line = [atMost(255), storable];
const text = [atMostKilobytes(64), storable];

/** Tag names, trimmed, without the blank ones. */
const tagListSchema = z
  .array(
    z
      .string({ error: 'string' })
      .trim()
      .refine(atMost(255).holds, { error: 'max:255' })
      .refine(storable.holds, { error: 'format' }),
    {
      error: 'array',
    },
  )
  .max(maximumTags, { error: `items:${maximumTags}` })
  .transform((names) => names.filter((name) => name !== ''));

/** What a new article must bring. */
export const articleSchema = z.object({
  title: requiredText({ rules: line }),
  description: requiredText({ rules: line }),
  body: requiredText({ rules: text }),
  tagList: tagListSchema.default([]),
});

/** What the window that saves was given when its lease began (api/locks/edit-lease.ts). */
const editToken = z.int({ error: 'integer' }).min(1, { error: 'from:1' });

/** The updatedAt of what was read before the change: it is refused where the article was saved since. */
const basedOn = z.iso.datetime({ offset: true, error: 'format' }).transform((text) => new Date(text));

/** What may change in an article; every field only where it is given. */
export const articleChangesSchema = z.object({
  title: requiredText({ rules: line, missing: 'blank:string' }).optional(),
  description: requiredText({ rules: line, missing: 'blank:string' }).optional(),
  body: requiredText({ rules: text, missing: 'blank:string' }).optional(),
  tagList: tagListSchema.optional(),
  editToken: editToken.optional(),
  basedOn: basedOn.optional(),
});

const filter = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim() || undefined : value),
  z.string({ error: 'string' }).optional(),
);

/** Which page of a feed is asked for. */
export const feedQuerySchema = pageSchema(20);

/** Which articles are asked for, and which page of them; filters combine with AND. */
export const articleQuerySchema = feedQuerySchema.extend({ author: filter, favorited: filter, tag: filter });

/** A page, and filters. */
export type ArticleQuery = z.output<typeof articleQuerySchema>;

/** An article as every answer shows it. */
export const articleView = z
  .object({
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    body: z.string().optional().meta({ description: 'Not in the lists of the realworld contract.' }),
    tagList: z.array(z.string()),
    createdAt: z.iso.datetime({ offset: true }),
    updatedAt: z.iso.datetime({ offset: true }),
    favorited: z.boolean(),
    favoritesCount: z.int(),
    author: profileView,
  })
  .meta({ id: 'Article' });

/** A page of articles and how many there are in all. */
export const articleListView = z.object({ articles: z.array(articleView), articlesCount: z.int() });
