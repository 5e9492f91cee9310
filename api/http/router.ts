import Router from '@koa/router';
import { protocolError } from './api-error.ts';
import type { Context, Next, RequestState } from './request-context.ts';
import type { Route } from './route.ts';
import { type RouteTools, serveRoute } from './serve-route.ts';

/** Finds the route of a request and has it served. */
export function createRouter(routes: Route[], tools: RouteTools) {
  const router = new Router<RequestState>({ sensitive: true });
  // A fixed path goes before one with a parameter: /articles/feed is no slug.
  const ordered = routes.toSorted((a, b) => Number(a.path.includes(':')) - Number(b.path.includes(':')));
  for (const route of ordered) {
    router.register(route.path, route.methods, (context) => serveRoute(context as Context, route, tools));
  }
  return router.routes();
}

/** Answers what no route did: a wrong verb, or nothing there at all. */
export function refuseUnknownRoute(context: Context & { matched?: { methods: string[] }[] }, next: Next) {
  const allowed = [...new Set((context.matched ?? []).flatMap(({ methods }) => methods))];
  if (allowed.length === 0) throw protocolError({ status: 404, subject: 'route', message: 'not found' });
  const headers = { Allow: [...allowed, 'OPTIONS'].join(', ') };
  if (context.method !== 'OPTIONS') {
    throw protocolError({ status: 405, subject: 'method', message: 'is not allowed here' }, headers);
  }
  context.set(headers);
  context.status = 204;
  return next();
}
