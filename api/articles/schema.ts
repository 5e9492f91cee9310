import { z } from 'zod';
import { atMost, requiredText, storable } from '../http/rules.ts';
import { profileView } from '../profiles/schema.ts';

/** Articles a page may have at most; more is refused. */
export const maximumLimit = 100;

/** Tags an article may have at most. */
export const maximumTags = 100;

const line = [atMost(255), storable];

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
  body: requiredText({ rules: [storable] }),
  tagList: tagListSchema.default([]),
});

/** What may change in an article; every field only where it is given. */
export const articleChangesSchema = z.object({
  title: requiredText({ rules: line, missing: 'blank:string' }).optional(),
  description: requiredText({ rules: line, missing: 'blank:string' }).optional(),
  body: requiredText({ rules: [storable], missing: 'blank:string' }).optional(),
  tagList: tagListSchema.optional(),
});

/** An integer as a query string writes it; blank counts as absent. */
function queryInteger({ from, to, byDefault }: { from: number; to: number; byDefault: number }) {
  const integer = z
    .int({ error: 'integer' })
    .min(from, { error: `from:${from}` })
    .max(to, { error: `to:${to}` });
  return z.preprocess(parseInteger, integer.default(byDefault));
}

function parseInteger(value: unknown): unknown {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === '') return undefined;
  return typeof text === 'string' && /^[+-]?\d+$/.test(text) ? Number(text) : text;
}

const filter = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined),
  z.string().optional(),
);

/** Which page of a list is asked for. */
export const pageSchema = z.object({
  limit: queryInteger({ from: 1, to: maximumLimit, byDefault: 20 }),
  offset: queryInteger({ from: 0, to: 2 ** 31 - 1, byDefault: 0 }),
});

/** Which articles are asked for, and which page of them; filters combine with AND. */
export const articleQuerySchema = pageSchema.extend({ author: filter, favorited: filter, tag: filter });

/** A page, and filters. */
export type ArticleQuery = z.output<typeof articleQuerySchema>;

/** A page. */
export type PageQuery = z.output<typeof pageSchema>;

/** An article as every answer shows it. */
export const articleView = z.object({
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
});

/** A page of articles and how many there are in all. */
export const articleListView = z.object({ articles: z.array(articleView), articlesCount: z.int() });
