import type { Pool } from 'mysql2/promise';

/** What a handler sees of a request. */
export interface HandlerInput {
  /** What the groups of the route's path matched. */
  params: string[];
  search: URLSearchParams;
  viewerId: number;
  body: unknown;
}

/** Gives the body of the answer; null is a 404. */
export type Handler = (pool: Pool, input: HandlerInput) => Promise<unknown>;
