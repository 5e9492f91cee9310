import { randomUUID } from 'node:crypto';
import got, { type Method } from 'got';
import { forwarded, slowness } from './vagrant-lab.ts';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
}

/** Asks the API once: no retry hides a failure. */
export async function ask<T = Record<string, unknown>>(
  method: Method,
  path: string,
  { token, json }: { token?: string; json?: unknown } = {},
): Promise<Answer<T>> {
  const { statusCode, body } = await got(`${forwarded.api}/api${path}`, {
    method,
    ...(json === undefined ? {} : { json }),
    headers: token ? { authorization: `Token ${token}` } : {},
    retry: { limit: 0 },
    throwHttpErrors: false,
    timeout: { request: 20_000 * slowness },
  });
  return { status: statusCode, body: (body === '' ? {} : JSON.parse(body)) as T };
}

/** Registers a new user; gives name and token. */
export async function register(prefix: string) {
  const username = `${prefix}${randomUUID().slice(0, 8)}`;
  const { status, body } = await ask<{ user: { token: string } }>('POST', '/users', {
    json: { user: { username, email: `${username}@example.com`, password: 'a long password' } },
  });
  if (status >= 300) throw new Error(`registering answered ${status}: ${JSON.stringify(body)}`);
  return { username, token: body.user.token };
}
