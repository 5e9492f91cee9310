import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import mysql from 'mysql2/promise';
import type { Handler } from './handler.ts';
import { showArticle, showComments, showFeed, showList, showProfile, showTags, showUser } from './reads.ts';
import { addArticle, addComment, changeArticle, favorite, follow, unfavorite, unfollow } from './writes.ts';

// The least code that answers the same requests: node:http, mysql2 and the best SQL known for each route.
// No framework, no validation, no check of a token's signature, no log. It serves as a measure only.

const handlers: [method: string, path: RegExp, handler: Handler][] = [
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

/** As many connections as the API opens. */
const poolSize = 16;

const setting = (name: string) => process.env[name] ?? '';
const pool = mysql.createPool({
  host: setting('DB_HOST'),
  port: Number(setting('DB_PORT')),
  user: setting('DB_USERNAME'),
  password: setting('DB_PASSWORD'),
  database: setting('DB_DATABASE'),
  connectionLimit: Number(setting('DB_POOL_SIZE') || poolSize),
  charset: 'utf8mb4_unicode_ci',
  timezone: 'Z',
  multipleStatements: true,
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = splitUrl(request.url ?? '/');
  const found = findHandler(request.method ?? 'GET', pathname);
  if (!found) return send(response, 404, '{}');
  const result = await found.handler(pool, {
    params: found.params,
    search: new URLSearchParams(search),
    viewerId: readViewer(request.headers.authorization),
    body: request.method === 'GET' ? undefined : await readBody(request),
  });
  send(response, result === null ? 404 : 200, JSON.stringify(result));
}

function findHandler(method: string, pathname: string): { handler: Handler; params: string[] } | null {
  for (const [wanted, path, handler] of handlers) {
    const match = wanted === method ? path.exec(pathname) : null;
    if (match) return { handler, params: match.slice(1) };
  }
  return null;
}

function splitUrl(url: string) {
  const mark = url.indexOf('?');
  return mark === -1 ? { pathname: url, search: '' } : { pathname: url.slice(0, mark), search: url.slice(mark + 1) };
}

/** The user id in a token, whose signature is not checked. */
function readViewer(authorization: string | undefined): number {
  const claims = authorization?.split('.')[1];
  return claims === undefined ? 0 : JSON.parse(Buffer.from(claims, 'base64url').toString()).sub;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(`${request.method} ${request.url}: ${error}`);
    send(response, 500, JSON.stringify({ error: String(error) }));
  });
}).listen(Number(setting('API_PORT')), setting('API_HOST'), function (this: { address(): unknown }) {
  const { port } = this.address() as { port: number };
  console.log(JSON.stringify({ msg: 'the baseline listens', url: `http://${setting('API_HOST')}:${port}` }));
});
