import type { Cache } from './cache.ts';
import type { CopyState } from './near-cache.ts';
import { copyNames } from './topics.ts';

/** What an API process keeps, for those who look at the lab. */
export interface ShownCopies {
  isConnected: boolean;
  copies: number;
  /** The newest copies of articles. */
  articles: [slug: string, state: CopyState][];
}

const atMost = 8;
const prefix = copyNames.article('');

/** Shows how the newest copies of articles do; nothing while the profile cache is off. */
export function showCopies(cache: Cache): ShownCopies {
  const copies = cache.copies();
  if (!copies) return { isConnected: false, copies: 0, articles: [] };
  const articles = copies
    .list(prefix, atMost)
    .map(({ name, state }): [string, CopyState] => [name.slice(prefix.length), state]);
  return { isConnected: copies.isConnected(), copies: copies.describe().copies, articles };
}
