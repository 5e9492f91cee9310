import type { RouteName } from '../history.ts';
import type { OwnResource } from './client.ts';
import { pickWeighted, type Random } from './random.ts';

interface RequestTraits {
  /** How many of a hundred requests. */
  weight: number;
  /** The client's resource that it uses; none where the order does not matter. */
  resource?: OwnResource;
  route: RouteName;
}

/** The mix over all routes, 40 writes to 60 reads. The exact request depends on what the client did before. */
const mix = {
  'write article': { weight: 4, resource: 'articles', route: 'article:create' },
  'change article': { weight: 11, resource: 'description', route: 'article:update' },
  comment: { weight: 15, resource: 'comments', route: 'comment:create' },
  'toggle favorite': { weight: 6, resource: 'favorite', route: 'favorite' },
  'toggle follow': { weight: 4, resource: 'follow', route: 'follow' },
  'read article': { weight: 18, resource: 'description', route: 'article:read' },
  'list articles': { weight: 10, resource: 'articles', route: 'article:list' },
  'list comments': { weight: 11, resource: 'comments', route: 'comment:list' },
  'read favorite': { weight: 6, resource: 'favorite', route: 'article:read' },
  'read profile': { weight: 5, resource: 'follow', route: 'profile:read' },
  'read feed': { weight: 4, route: 'feed' },
  'read tags': { weight: 3, route: 'tags' },
  'read user': { weight: 3, route: 'user:read' },
} satisfies Record<string, RequestTraits>;

export type RequestType = keyof typeof mix;

const weights = Object.entries(mix).map(([type, { weight }]) => [type as RequestType, weight] as const);

/** The type of the next request. */
export function pickRequestType(random: Random): RequestType {
  return pickWeighted(random, weights);
}

/** What every request of a type has in common. */
export function traitsOf(type: RequestType): RequestTraits {
  return mix[type];
}
