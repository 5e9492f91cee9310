/** A request that no client of this API has a reason to send, as the bytes that a connection carries. */
export interface Attack {
  kind: string;
  name: string;
  request: string;
}

type Named<T> = Record<string, T>;

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request in HTTP/1.1 whose connection ends with its answer. */
export function ask(path: string, { method = 'GET', headers = {}, body = '' }: Asked = {}): string {
  const all = {
    Host: 'localhost',
    'User-Agent': 'Mozilla/5.0',
    Accept: '*/*',
    ...(body && { 'Content-Length': String(Buffer.byteLength(body, 'latin1')) }),
    ...headers,
    Connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** A query of the list of articles; the value is encoded as a browser does. */
export const askForTag = (value: string) => ask(`/api/articles?tag=${encodeURIComponent(value)}`);

/** A body for the route of logins. */
export const postLogin = (body: string, { query = '', type = 'application/json' } = {}) =>
  ask(`/api/users/login${query}`, { method: 'POST', headers: { 'Content-Type': type }, body });

/** A login with a field that is none. */
export const logIn = (email: string) => postLogin(renderLogin(email));

export const renderLogin = (email: string) => JSON.stringify({ user: { email, password: 'secret' } });

/** Attacks of one kind by their names. */
export const ofKind = (kind: string, requests: Named<string>): Attack[] =>
  Object.entries(requests).map(([name, request]) => ({ kind, name, request }));
