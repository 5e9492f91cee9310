import type { z } from 'zod';
import type { ApiRequest } from './route.ts';
import { demand, unwrap } from './rules.ts';

interface Expected<Schema> {
  wrapper: string;
  schema: Schema;
  /** Throws where the request would not be let in with any body. */
  admit?(): Promise<unknown>;
}

/** What the body says. What is wrong with it is told only to somebody whom a better one would have helped. */
export async function readInput<Schema extends z.ZodType>(
  { readBody, lookUp }: ApiRequest,
  { wrapper, schema, admit = lookUp }: Expected<Schema>,
): Promise<z.output<Schema>> {
  try {
    return demand(schema, unwrap(await readBody(), wrapper));
  } catch (error) {
    await admit();
    throw error;
  }
}
