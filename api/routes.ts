import { favoriteRoutes } from './articles/favorite-routes.ts';
import { articleListRoutes } from './articles/list-routes.ts';
import { articleRoutes } from './articles/routes.ts';
import { commentRoutes } from './comments/routes.ts';
import type { Route } from './http/route.ts';
import { profileRoutes } from './profiles/routes.ts';
import { tagRoutes } from './tags/routes.ts';
import type { Passwords } from './users/passwords.ts';
import { createUserRoutes } from './users/routes.ts';
import type { Tokens } from './users/tokens.ts';

/** Every route of the API. */
export function listRoutes(tools: { passwords: Passwords; tokens: Tokens }): Route[] {
  return [
    ...createUserRoutes(tools),
    ...profileRoutes,
    ...articleListRoutes,
    ...articleRoutes,
    ...favoriteRoutes,
    ...commentRoutes,
    ...tagRoutes,
  ];
}
