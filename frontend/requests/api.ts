import { type Sending, send } from './send.ts';
import type { Article, ArticleList, Comment, Notification, Profile, User } from './views.ts';

const encode = encodeURIComponent;
type Options = Omit<Sending, 'body'>;

/** Which articles of a list are wanted. */
export interface ArticleFilter {
  feed?: boolean;
  tag?: string;
  author?: string;
  favorited?: string;
}

export interface ArticleInput {
  title: string;
  description: string;
  body: string;
  tagList: string[];
}

/** An article as it is saved: with the time of the version that it was made from, and the token of the window, where there are locks. */
export type SavedArticle = ArticleInput & { basedOn?: string | undefined; editToken?: number | undefined };

export interface UserChanges {
  image: string;
  username: string;
  bio: string;
  email: string;
  password?: string;
}

/** Articles on one page of a list. */
export const pageSize = 10;

export const fetchUser = (options?: Options) => takeUser(send('GET', '/user', options));

export const register = (user: { username: string; email: string; password: string }, options?: Options) =>
  takeUser(send('POST', '/users', { ...options, body: { user } }));

export const login = (user: { email: string; password: string }, options?: Options) =>
  takeUser(send('POST', '/users/login', { ...options, body: { user } }));

export const updateUser = (user: UserChanges, options?: Options) =>
  takeUser(send('PUT', '/user', { ...options, body: { user } }));

const takeUser = async (answer: Promise<{ user: User }>) => (await answer).user;

export function fetchArticles({ feed, ...filter }: ArticleFilter, page: number, options?: Options) {
  const query = new URLSearchParams({ ...filter, limit: `${pageSize}`, offset: `${(page - 1) * pageSize}` });
  return send<ArticleList>('GET', `/articles${feed ? '/feed' : ''}?${query}`, options);
}

const takeArticle = async (answer: Promise<{ article: Article }>) => (await answer).article;

export const fetchArticle = (slug: string, options?: Options) =>
  takeArticle(send('GET', `/articles/${encode(slug)}`, options));

export const createArticle = (article: ArticleInput, options?: Options) =>
  takeArticle(send('POST', '/articles', { ...options, body: { article } }));

export const updateArticle = (slug: string, article: SavedArticle, options?: Options) =>
  takeArticle(send('PUT', `/articles/${encode(slug)}`, { ...options, body: { article } }));

export const deleteArticle = (slug: string, options?: Options) =>
  send<unknown>('DELETE', `/articles/${encode(slug)}`, options);

export const setFavorite = (slug: string, favorited: boolean) =>
  takeArticle(send(favorited ? 'POST' : 'DELETE', `/articles/${encode(slug)}/favorite`));

export const fetchComments = async (slug: string, options?: Options) =>
  (await send<{ comments: Comment[] }>('GET', `/articles/${encode(slug)}/comments`, options)).comments;

export const createComment = async (slug: string, body: string, options?: Options) =>
  (
    await send<{ comment: Comment }>('POST', `/articles/${encode(slug)}/comments`, {
      ...options,
      body: { comment: { body } },
    })
  ).comment;

export const deleteComment = (slug: string, id: number) =>
  send<unknown>('DELETE', `/articles/${encode(slug)}/comments/${id}`);

const takeProfile = async (answer: Promise<{ profile: Profile }>) => (await answer).profile;

export const fetchProfile = (username: string, options?: Options) =>
  takeProfile(send('GET', `/profiles/${encode(username)}`, options));

export const setFollowing = (username: string, following: boolean) =>
  takeProfile(send(following ? 'POST' : 'DELETE', `/profiles/${encode(username)}/follow`));

export const fetchTags = async (options?: Options) => (await send<{ tags: string[] }>('GET', '/tags', options)).tags;

/** Notifications on one page of the list. */
export const notificationsAtOnce = 20;

export const fetchNotifications = async (offset: number, options?: Options) =>
  (
    await send<{ notifications: Notification[] }>(
      'GET',
      `/notifications?limit=${notificationsAtOnce}&offset=${offset}`,
      options,
    )
  ).notifications;

/** Marks notifications as read, these or all; gives how many are unread then. */
export const markNotifications = async (ids?: number[]) =>
  (await send<{ unreadCount: number }>('POST', '/notifications/read', { body: { notifications: { ids } } }))
    .unreadCount;
