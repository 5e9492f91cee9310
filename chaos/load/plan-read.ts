import type { Client } from './client.ts';
import type { PlannedRequest } from './planned-request.ts';
import type { RequestType } from './request-types.ts';

interface Article {
  title: string;
  description: string;
  favorited: boolean;
  favoritesCount: number;
}

const get = (path: string) => ({ method: 'GET', path });

/** The request for a type that reads; a list of articles in place of a write that has reached its limit. */
export function planRead(client: Client, type: RequestType): PlannedRequest {
  switch (type) {
    case 'read article':
      return planArticle(client);
    case 'read favorite':
      return planFavorite(client);
    case 'list comments':
      return planComments(client);
    case 'read profile':
      return planProfile(client);
    case 'read feed':
      return { route: 'feed', request: get('/articles/feed?limit=5') };
    case 'read tags':
      return { route: 'tags', request: get('/tags'), isPublic: true };
    case 'read user':
      return planUser(client);
    default:
      return planList(client);
  }
}

function planArticle({ slug }: Client): PlannedRequest {
  return {
    route: 'article:read',
    request: get(`/articles/${slug}`),
    isPublic: true,
    readBody: ({ article }: { article: Article }) => ({
      read: { type: 'description', slug, mark: article.description },
    }),
  };
}

function planFavorite({ nextClient: { slug } }: Client): PlannedRequest {
  return {
    route: 'article:read',
    request: get(`/articles/${slug}`),
    readBody: ({ article: { favorited: there, favoritesCount: count } }: { article: Article }) => ({
      read: { type: 'favorite', slug, there, count },
    }),
  };
}

function planComments({ commentsOn: slug }: Client): PlannedRequest {
  return {
    route: 'comment:list',
    request: get(`/articles/${slug}/comments`),
    isPublic: true,
    readBody: ({ comments }: { comments: { body: string }[] }) => ({
      read: { type: 'comments', slug, marks: comments.map(({ body }) => body) },
    }),
  };
}

function planProfile({ nextClient: { username } }: Client): PlannedRequest {
  return {
    route: 'profile:read',
    request: get(`/profiles/${username}`),
    readBody: ({ profile }: { profile: { following: boolean } }) => ({
      read: { type: 'follow', username, there: profile.following },
    }),
  };
}

function planList({ username }: Client): PlannedRequest {
  return {
    route: 'article:list',
    request: get(`/articles?limit=100&author=${username}`),
    isPublic: true,
    readBody: ({ articles }: { articles: Article[] }) => ({
      read: { type: 'articles', marks: articles.map(({ title }) => title) },
    }),
  };
}

// A token ends after an hour, and this answer brings a fresh one.
function planUser(client: Client): PlannedRequest {
  return {
    route: 'user:read',
    request: get('/user'),
    readBody({ user }: { user: { token: string } }) {
      client.token = user.token;
      return undefined;
    },
  };
}
