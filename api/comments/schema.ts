import { z } from 'zod';
import { pageSchema } from '../http/paging.ts';
import { atMostKilobytes, requiredText, storable } from '../http/rules.ts';
import { profileView } from '../profiles/schema.ts';

/** What a new comment must bring. */
export const commentSchema = z.object({ body: requiredText({ rules: [atMostKilobytes(16), storable] }) });

/** Which page of an article's comments is asked for. */
export const commentQuerySchema = pageSchema(100);

/** A comment as every answer shows it. */
export const commentView = z
  .object({
    id: z.int(),
    createdAt: z.iso.datetime({ offset: true }),
    updatedAt: z.iso.datetime({ offset: true }),
    body: z.string(),
    author: profileView,
  })
  .meta({ id: 'Comment' });
