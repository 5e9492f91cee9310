import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';

/** What the API said, and how long it took. */
export interface ApiAnswer<Body = Record<string, never>> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Body;
  tookMs: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

function send(options: RequestOptions, body?: string): Promise<{ response: IncomingMessage; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ response, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends one request to the API as an ordinary client would, with no retry of its own. */
export function createApiClient({ address, port }: { address: string; port: number }) {
  return async function ask<Body>(
    method: string,
    path: string,
    { token, json, headers: more = {} }: { token?: string; json?: unknown; headers?: Record<string, string> } = {},
  ): Promise<ApiAnswer<Body>> {
    const headers = {
      'Content-Type': 'application/json',
      ...(token ? { Authorization: `Token ${token}` } : {}),
      ...more,
    };
    const startedMs = performance.now();
    const options = { agent, host: address, port, method, path: `/laravel/api${path}`, headers };
    const { response, text } = await send(options, json === undefined ? undefined : JSON.stringify(json));
    const body = (text === '' ? {} : JSON.parse(text)) as Body;
    const { statusCode: status = 0, headers: told } = response;
    return { status, headers: told, body, tookMs: performance.now() - startedMs };
  };
}

export type Ask = ReturnType<typeof createApiClient>;

/** Logs in as the seeded user. */
export async function logIn(ask: Ask): Promise<string> {
  const json = { user: { email: 'demo@example.com', password: 'secret' } };
  const { status, body } = await ask<{ user: { token: string } }>('POST', '/users/login', { json });
  if (status !== 200) throw new Error(`The seeded user cannot log in: ${status} ${JSON.stringify(body)}`);
  return body.user.token;
}

/** Makes a user of one's own and gives the token. */
export async function register(ask: Ask, username: string): Promise<string> {
  const json = { user: { username, email: `${username}@example.com`, password: 'secret' } };
  const { status, body } = await ask<{ user: { token: string } }>('POST', '/users', { json });
  if (status !== 200) throw new Error(`No user can register: ${status} ${JSON.stringify(body)}`);
  return body.user.token;
}

/** Writes an article and gives its slug. */
export async function createArticle(ask: Ask, token: string, title: string): Promise<string> {
  const json = { article: { title, description: '0', body: 'x', tagList: [] } };
  const { status, body } = await ask<{ article: { slug: string } }>('POST', '/articles', { token, json });
  if (status !== 200) throw new Error(`No article could be written: ${status} ${JSON.stringify(body)}`);
  return body.article.slug;
}
