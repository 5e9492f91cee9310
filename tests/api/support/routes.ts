import type { Shape } from './shapes.ts';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  token: 'none' | 'optional' | 'required';
  answers: Shape;
  /** The key of the body and the fields a client may send in it. */
  wrapper?: string;
  fields?: string[];
}

const account = { wrapper: 'user', answers: 'user' } as const;
const update = { ...account, token: 'required', fields: ['username', 'email', 'password', 'bio', 'image'] } as const;
const article = { wrapper: 'article', answers: 'article', token: 'required' } as const;
const articleFields = ['title', 'description', 'body', 'tagList'];

/** Every route of the contract, as data. */
export const routes: readonly Route[] = [
  { method: 'POST', path: '/users', token: 'none', ...account, fields: ['username', 'email', 'password'] },
  { method: 'POST', path: '/users/login', token: 'none', ...account, fields: ['email', 'password'] },
  { method: 'GET', path: '/user', token: 'required', answers: 'user' },
  { method: 'PUT', path: '/user', ...update, fields: [...update.fields] },
  { method: 'PATCH', path: '/user', ...update, fields: [...update.fields] },
  { method: 'GET', path: '/profiles/:username', token: 'optional', answers: 'profile' },
  { method: 'POST', path: '/profiles/:username/follow', token: 'required', answers: 'profile' },
  { method: 'DELETE', path: '/profiles/:username/follow', token: 'required', answers: 'profile' },
  { method: 'GET', path: '/articles', token: 'optional', answers: 'articles' },
  { method: 'POST', path: '/articles', ...article, fields: articleFields },
  { method: 'GET', path: '/articles/feed', token: 'required', answers: 'articles' },
  { method: 'GET', path: '/articles/:slug', token: 'optional', answers: 'article' },
  { method: 'PUT', path: '/articles/:slug', ...article, fields: articleFields },
  { method: 'PATCH', path: '/articles/:slug', ...article, fields: articleFields },
  { method: 'POST', path: '/articles/:slug/favorite', token: 'required', answers: 'article' },
  { method: 'DELETE', path: '/articles/:slug/favorite', token: 'required', answers: 'article' },
  { method: 'GET', path: '/articles/:slug/comments', token: 'optional', answers: 'comments' },
  {
    method: 'POST',
    path: '/articles/:slug/comments',
    token: 'required',
    answers: 'comment',
    wrapper: 'comment',
    fields: ['body'],
  },
  { method: 'DELETE', path: '/articles/:slug/comments/:id', token: 'required', answers: 'nothing' },
  { method: 'DELETE', path: '/articles/:slug', token: 'required', answers: 'nothing' },
  { method: 'GET', path: '/tags', token: 'none', answers: 'tags' },
];

/** The path of a route with its parameters filled in. */
export function pathOf({ path }: Route, values: Record<string, string | number>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? `no-${name}`));
}
