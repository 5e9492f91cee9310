import type { OperationKind } from '../history.ts';
import type { Lane } from './client.ts';
import { pickWeighted, type Random } from './random.ts';

interface WishTraits {
  /** How many of a hundred requests. */
  weight: number;
  /** What of a client's own it is about; nothing where the order does not matter. */
  lane?: Lane;
  kind: OperationKind;
}

/** What clients want, over all routes, 40 writes to 60 reads; which request it becomes depends on what they did before. */
const mix = {
  'write article': { weight: 4, lane: 'articles', kind: 'article:create' },
  'change article': { weight: 11, lane: 'description', kind: 'article:update' },
  comment: { weight: 15, lane: 'comments', kind: 'comment:create' },
  'toggle favorite': { weight: 6, lane: 'favorite', kind: 'favorite' },
  'toggle follow': { weight: 4, lane: 'follow', kind: 'follow' },
  'read article': { weight: 18, lane: 'description', kind: 'article:read' },
  'list articles': { weight: 10, lane: 'articles', kind: 'article:list' },
  'list comments': { weight: 11, lane: 'comments', kind: 'comment:list' },
  'read favorite': { weight: 6, lane: 'favorite', kind: 'article:read' },
  'read profile': { weight: 5, lane: 'follow', kind: 'profile:read' },
  'read feed': { weight: 4, kind: 'feed' },
  'read tags': { weight: 3, kind: 'tags' },
  'read user': { weight: 3, kind: 'user:read' },
} satisfies Record<string, WishTraits>;

export type Wish = keyof typeof mix;

const weights = Object.entries(mix).map(([wish, { weight }]) => [wish as Wish, weight] as const);

/** What is wanted next, by somebody. */
export function pickWish(random: Random): Wish {
  return pickWeighted(random, weights);
}

/** What is known of a wish before it is a request. */
export function traitsOf(wish: Wish): WishTraits {
  return mix[wish];
}
