import { z } from 'zod';

/** All tags there are. */
export const tagListView = z.object({ tags: z.array(z.string()) });
