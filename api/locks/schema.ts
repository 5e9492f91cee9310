import { z } from 'zod';
import { requiredText } from '../http/rules.ts';

/** A lock that is forgotten ends by itself after at most so long. */
export const longestTtlS = 60;

const name = requiredText({
  rules: [{ name: 'format', holds: (text) => /^[a-z0-9][a-z0-9._-]{0,39}$/i.test(text) }],
});
const token = z.int({ error: 'integer' }).min(1, { error: 'from:1' });
const ttl = z
  .int({ error: 'integer' })
  .min(1, { error: 'from:1' })
  .max(longestTtlS, { error: `to:${longestTtlS}` })
  .default(15);

/** Which lock is wanted, and for how many seconds of silence it lasts. */
export const newLockSchema = z.object({ name, ttl });

/** Which grant is to last longer. */
export const lockTokenSchema = z.object({ token });

/** Which grant is to end, in the query string. */
export const lockEndSchema = z.object({
  token: z.preprocess((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value), token),
});

/** The window in which an article is edited, by a name of its own. */
export const editingSchema = z.object({
  tab: requiredText({ rules: [{ name: 'format', holds: (text) => /^[\w-]{8,64}$/.test(text) }] }),
});

/** The same in the query string. */
export const editingEndSchema = editingSchema;

/** A lock as answers show it. */
export const lockView = z
  .object({
    name: z.string(),
    holder: z.string(),
    token: z.int().meta({ description: 'Grows with every grant: what the lock protects refuses lower ones.' }),
    since: z.iso.datetime({ offset: true }),
    mine: z.boolean(),
  })
  .meta({ id: 'Lock' });

/** Who edits an article. */
export const editingView = z
  .object({
    by: z.string(),
    since: z.iso.datetime({ offset: true }),
    mine: z.boolean().meta({ description: 'Whether it is the window that asks.' }),
    token: z
      .int()
      .optional()
      .meta({ description: 'For the field editToken of the article; only to the window that has it.' }),
  })
  .nullable()
  .meta({ id: 'Editing' });
