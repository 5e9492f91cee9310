import type { Pool } from 'mysql2/promise';
import { showArticle, showComments, showFeed, showList, showProfile, showTags, showUser } from './reads.ts';
import { addArticle, addComment, changeArticle, favorite, follow, unfavorite, unfollow } from './writes.ts';

/** A request as far as a handler looks at it. */
export interface Asked {
  params: string[];
  search: URLSearchParams;
  viewerId: number;
  body: unknown;
}

/** Answers with what becomes the body; null is a 404. */
export type Handle = (pool: Pool, asked: Asked) => Promise<unknown>;

const handlers: [method: string, path: RegExp, handle: Handle][] = [
  ['GET', /^\/api\/articles$/, showList],
  ['GET', /^\/api\/articles\/feed$/, showFeed],
  ['GET', /^\/api\/articles\/([^/]+)$/, showArticle],
  ['GET', /^\/api\/articles\/([^/]+)\/comments$/, showComments],
  ['GET', /^\/api\/profiles\/([^/]+)$/, showProfile],
  ['GET', /^\/api\/tags$/, showTags],
  ['GET', /^\/api\/user$/, showUser],
  ['POST', /^\/api\/articles$/, addArticle],
  ['PUT', /^\/api\/articles\/([^/]+)$/, changeArticle],
  ['POST', /^\/api\/articles\/([^/]+)\/comments$/, addComment],
  ['POST', /^\/api\/articles\/([^/]+)\/favorite$/, favorite],
  ['DELETE', /^\/api\/articles\/([^/]+)\/favorite$/, unfavorite],
  ['POST', /^\/api\/profiles\/([^/]+)\/follow$/, follow],
  ['DELETE', /^\/api\/profiles\/([^/]+)\/follow$/, unfollow],
];

/** The handler of a path, with what its groups matched. */
export function findHandler(method: string, pathname: string): { handle: Handle; params: string[] } | null {
  for (const [wanted, path, handle] of handlers) {
    const match = wanted === method ? path.exec(pathname) : null;
    if (match) return { handle, params: match.slice(1) };
  }
  return null;
}
