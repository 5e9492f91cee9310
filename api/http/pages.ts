import type { Database } from '../database/database.ts';
import { createDocsPage } from './docs-page.ts';
import { createHealth } from './health.ts';
import { renderLandingPage } from './landing-page.ts';
import type { Metrics } from './metrics.ts';
import type { Context, Next } from './state.ts';

interface PageTools {
  contract: string;
  database: Database;
  description: object;
  metrics: Metrics;
  isClosing(): boolean;
}

/** Whether a path is one a person opens in a browser. */
export const isPage = (path: string) => path === '/' || path === '/docs' || path.startsWith('/docs/');

/** Serves what is not the API itself: the pages for people, and the questions machines ask about the process. */
export function createPages({ contract, database, description, metrics, isClosing }: PageTools) {
  const serveDocs = createDocsPage(description);
  const { health, ready } = createHealth({ database, isClosing });
  const pages: Record<string, (context: Context) => Promise<void> | void> = {
    '/': (context) => {
      context.type = '.html';
      context.body = renderLandingPage(contract, context.origin);
    },
    '/health': health,
    '/ready': ready,
    '/metrics': async (context) => {
      context.set('Content-Type', metrics.contentType);
      context.body = await metrics.render();
    },
  };
  return async function servePage(context: Context, next: Next): Promise<unknown> {
    if (context.method !== 'GET' && context.method !== 'HEAD') return next();
    const page = Object.hasOwn(pages, context.path) ? pages[context.path] : undefined;
    if (page) return page(context);
    if (isPage(context.path) && (await serveDocs(context))) return;
    return next();
  };
}
