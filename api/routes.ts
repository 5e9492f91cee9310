import { favoriteRoutes } from './articles/favorite-routes.ts';
import { createArticleListRoutes } from './articles/list-routes.ts';
import { createArticleRoutes } from './articles/routes.ts';
import { commentRoutes } from './comments/routes.ts';
import type { Route } from './http/route.ts';
import { createEditRoutes } from './locks/edit-routes.ts';
import { createLockFinder } from './locks/lock-finder.ts';
import { createLockRoutes } from './locks/lock-routes.ts';
import { notificationRoutes } from './notifications/routes.ts';
import { createStreamRoute } from './notifications/stream/route.ts';
import type { NotificationStreams } from './notifications/stream/streams.ts';
import { profileRoutes } from './profiles/routes.ts';
import { createTagRoutes } from './tags/routes.ts';
import type { Passwords } from './users/passwords.ts';
import { createUserRoutes } from './users/routes.ts';
import type { Tokens } from './users/tokens.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Every route of the API, with what its routes keep in memory. */
export function listRoutes(tools: RouteKeepers): Route[] {
  const findLocks = createLockFinder();
  return [
    ...createUserRoutes(tools),
    ...profileRoutes,
    ...createArticleListRoutes(),
    ...createArticleRoutes(),
    ...favoriteRoutes,
    ...commentRoutes,
    ...createTagRoutes(),
    ...notificationRoutes,
    createStreamRoute(tools.streams),
    ...webhookRoutes,
    ...createLockRoutes(findLocks),
    ...createEditRoutes(findLocks),
  ];
}

interface RouteKeepers {
  passwords: Passwords;
  tokens: Tokens;
  streams: NotificationStreams;
}
