import { isDeepStrictEqual } from 'node:util';
import type { ExecutionContext } from 'ava';
import { type Answer, send } from './http.ts';
import { unique } from './unique.ts';

/** What a value in a body must be: a predicate, or the value itself. */
export type Expected = ((value: unknown) => boolean) | string | number | boolean | null;

export interface Step {
  request: `${string} /${string}`;
  token?: string;
  json?: unknown;
  status: number;
  /** Paths into the body, such as `articles.0.author.username`, and what must be found there. */
  body?: Record<string, Expected>;
}

export const isText = (value: unknown) => typeof value === 'string';
export const isFilled = (value: unknown) => typeof value === 'string' && value.length > 0;
export const isList = (value: unknown) => Array.isArray(value);
export const isInteger = (value: unknown) => Number.isInteger(value);
export const isBoolean = (value: unknown) => typeof value === 'boolean';
export const isAbsent = (value: unknown) => value === undefined;
export const isDate = (value: unknown) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(String(value));
export const isAtLeast = (least: number) => (value: unknown) => Number(value) >= least;
export const isNot = (other: unknown) => (value: unknown) => value !== other;
export const hasCount = (count: number) => (value: unknown) => Array.isArray(value) && value.length === count;
export const contains = (item: unknown) => (value: unknown) =>
  Array.isArray(value) && value.some((found) => isDeepStrictEqual(found, item));

/** What the official suite expects of an article in a list. */
export const listedArticle: Record<string, Expected> = {
  articles: isList,
  articlesCount: isInteger,
  'articles.0.title': isText,
  'articles.0.slug': isText,
  'articles.0.description': isText,
  'articles.0.body': isAbsent,
  'articles.0.tagList': isList,
  'articles.0.createdAt': isDate,
  'articles.0.updatedAt': isDate,
  'articles.0.favorited': isBoolean,
  'articles.0.favoritesCount': isInteger,
};

/** Sends one request of the official suite and checks everything it expects of the answer. */
export async function step(t: ExecutionContext, { request, token, json, status, body = {} }: Step): Promise<Answer> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const answer = await send(method, `/realworld/api${path}`, { token, json, headers: bearer(token) });
  t.is(answer.status, status, answer.summary);
  for (const [where, expected] of Object.entries(body)) {
    const value = valueAt(answer.body, where);
    const fits = typeof expected === 'function' ? expected(value) : value === expected;
    t.true(fits, `${where} is ${JSON.stringify(value)} in: ${answer.summary}`);
  }
  return answer;
}

/** Registers a user the way the suite does and returns the name and the token. */
export async function registered(t: ExecutionContext, prefix: string): Promise<{ username: string; token: string }> {
  const username = unique(`${prefix}_`);
  const json = { user: { username, email: `${username}@test.com`, password: 'password123' } };
  const answer = await step(t, { request: 'POST /users', json, status: 201 });
  return { username, token: answer.body.user.token };
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
}
