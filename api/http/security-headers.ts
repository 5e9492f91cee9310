import cors from '@koa/cors';
import helmet from 'helmet';
import type { Middleware } from 'koa';

const none = ["'none'"];
const own = ["'self'"];

/** What the pages for people may load: this server's own files, and the styles the documentation sets inline. */
const pagePolicy = {
  defaultSrc: none,
  scriptSrc: own,
  styleSrc: [...own, "'unsafe-inline'"],
  imgSrc: [...own, 'data:'],
  connectSrc: own,
  frameAncestors: none,
  baseUri: none,
  formAction: none,
};

/** What the front end may load: no style of an element's own, and pictures of users and articles from wherever they are. */
const frontEndPolicy = {
  ...pagePolicy,
  styleSrc: own,
  imgSrc: [...own, 'data:', 'https:', 'http:'],
  // The browser itself refuses to read any text as HTML.
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: none,
};

/** The headers of helmet's that matter where the answer is no document. */
const forData = {
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** What helmet would set on every page: it is the same each time, so helmet is asked once. */
function listHeaders(directives: Record<string, string[]>): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => Object.assign(headers, { [name]: value }),
    removeHeader: () => undefined,
  };
  // The API speaks plain HTTP: a proxy with TLS before it adds HSTS.
  const set = helmet({ strictTransportSecurity: false, contentSecurityPolicy: { useDefaults: false, directives } });
  set({} as never, response as never, () => undefined);
  return headers;
}

/** The headers of the front end's pages, for every server that serves them. */
export const listFrontEndHeaders = () => listHeaders(frontEndPolicy);

/** Tells paths apart. */
type Kinds = Record<'isPage' | 'isOfFrontEnd', (path: string) => boolean>;

/** Headers that keep browsers from doing more with an answer than it is meant for. */
export function createSecurityHeaders({ isPage, isOfFrontEnd }: Kinds): Middleware {
  const forPages = listHeaders(pagePolicy);
  const forFrontEnd = listFrontEndHeaders();
  return (context, next) => {
    if (isPage(context.path)) context.set(forPages);
    else if (isOfFrontEnd(context.path)) context.set(forFrontEnd);
    else context.set(carriesToken(context.path) ? { ...forData, 'Cache-Control': 'no-store' } : forData);
    return next();
  };
}

/** Whether the answer of a path carries a token: no cache may keep it. */
const carriesToken = (path: string) => /\/api\/users?(?:\/|$)/.test(path);

/** Lets pages of other origins ask: of the given ones, or of any. */
export function createCors(origins: string[], exposeHeaders: string[]): Middleware {
  const answerOthers = cors({
    origin: origins.length === 0 ? '*' : ({ headers }) => pickOrigin(headers.origin, origins),
    exposeHeaders,
    allowMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'],
    maxAge: 600,
  });
  return (context, next) => {
    if (context.headers.origin !== undefined) {
      context.vary('Authorization');
      return answerOthers(context, next);
    }
    context.set('Vary', 'Origin, Authorization');
    return next();
  };
}

/** The origin, if it is one of those allowed; otherwise nothing. */
export function pickOrigin(origin: string | undefined, allowed: string[]): string {
  return origin !== undefined && allowed.includes(origin) ? origin : '';
}
