import type { Cache } from '../cache/cache.ts';
import { showCopies } from '../cache/show-copies.ts';
import type { Database } from '../database/database.ts';
import { ApiError } from './api-error.ts';
import { createDocsPage } from './docs-page.ts';
import type { FrontEnd } from './front-end.ts';
import { createHealth } from './health.ts';
import { renderLandingPage } from './landing-page.ts';
import type { Metrics } from './metrics.ts';
import { mayReadMetrics } from './metrics-access.ts';
import type { Context, Next } from './request-context.ts';

interface PageTools {
  cache: Cache;
  frontEnd: FrontEnd;
  contract: string;
  database: Database;
  description: object;
  metrics: Metrics;
  isClosing(): boolean;
  /** Who has this token may read the metrics from anywhere; without it only this machine may. */
  metricsToken: string | undefined;
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="#2b7a3d"><circle cx="8" cy="4" r="3"/><circle cx="4" cy="11" r="3"/><circle cx="12" cy="11" r="3"/></g></svg>';

/** Whether a path is a page of the API's own. */
export const isPage = (path: string) => path === '/about' || path === '/docs' || path.startsWith('/docs/');

/** Serves what is not the API itself: the pages for people, and the questions machines ask about the process. */
export function createPages({
  cache,
  contract,
  database,
  description,
  metrics,
  isClosing,
  metricsToken,
  frontEnd,
}: PageTools) {
  const serveDocs = createDocsPage(description);
  const { health, ready } = createHealth({ database, isClosing });
  const pages: Record<string, (context: Context) => Promise<void> | void> = {
    '/about': (context) => {
      context.type = '.html';
      context.body = renderLandingPage(contract, `${context.protocol}://${context.host}`);
    },
    '/health': health,
    '/ready': ready,
    '/favicon.ico': (context) => {
      context.type = 'image/svg+xml';
      context.set('Cache-Control', 'public, max-age=86400');
      context.body = icon;
    },
    '/metrics': async (context) => {
      if (!mayReadMetrics(context, metricsToken)) throw new ApiError({ kind: 'unauthenticated', reason: 'absent' });
      context.set('Content-Type', metrics.contentType);
      context.body = await metrics.render();
    },
    '/metrics/copies': (context) => {
      if (!mayReadMetrics(context, metricsToken)) throw new ApiError({ kind: 'unauthenticated', reason: 'absent' });
      context.body = showCopies(cache);
    },
  };
  return async function servePage(context: Context, next: Next): Promise<unknown> {
    if (context.method !== 'GET' && context.method !== 'HEAD') return next();
    const page = Object.hasOwn(pages, context.path) ? pages[context.path] : undefined;
    if (page) return page(context);
    if (isPage(context.path) && (await serveDocs(context))) return;
    if (await frontEnd.serve(context)) return;
    return next();
  };
}
