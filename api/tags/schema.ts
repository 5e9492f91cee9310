import { z } from 'zod';

/** Names of tags. */
export const tagListView = z.object({ tags: z.array(z.string()) });
