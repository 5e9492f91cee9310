import type { Client } from './client.ts';
import type { Plan } from './plan.ts';
import type { Wish } from './wishes.ts';

interface Article {
  title: string;
  description: string;
  favorited: boolean;
  favoritesCount: number;
}

const get = (path: string) => ({ method: 'GET', path });

/** The request for a wish that changes nothing; lists where there is enough of what was to be written. */
export function planRead(client: Client, wish: Wish): Plan {
  switch (wish) {
    case 'read article':
      return planArticle(client);
    case 'read favorite':
      return planFavorite(client);
    case 'list comments':
      return planComments(client);
    case 'read profile':
      return planProfile(client);
    case 'read feed':
      return { kind: 'feed', request: get('/articles/feed?limit=5') };
    case 'read tags':
      return { kind: 'tags', request: get('/tags') };
    case 'read user':
      return planUser(client);
    default:
      return planList(client);
  }
}

function planArticle({ slug }: Client): Plan {
  return {
    kind: 'article:read',
    request: get(`/articles/${slug}`),
    learn: ({ article }: { article: Article }) => ({ read: { type: 'description', slug, mark: article.description } }),
  };
}

function planFavorite({ neighbour: { slug } }: Client): Plan {
  return {
    kind: 'article:read',
    request: get(`/articles/${slug}`),
    learn: ({ article: { favorited: there, favoritesCount: count } }: { article: Article }) => ({
      read: { type: 'favorite', slug, there, count },
    }),
  };
}

function planComments({ slug }: Client): Plan {
  return {
    kind: 'comment:list',
    request: get(`/articles/${slug}/comments`),
    learn: ({ comments }: { comments: { body: string }[] }) => ({
      read: { type: 'comments', slug, marks: comments.map(({ body }) => body) },
    }),
  };
}

function planProfile({ neighbour: { username } }: Client): Plan {
  return {
    kind: 'profile:read',
    request: get(`/profiles/${username}`),
    learn: ({ profile }: { profile: { following: boolean } }) => ({
      read: { type: 'follow', username, there: profile.following },
    }),
  };
}

function planList({ username }: Client): Plan {
  return {
    kind: 'article:list',
    request: get(`/articles?limit=100&author=${username}`),
    learn: ({ articles }: { articles: Article[] }) => ({
      read: { type: 'articles', marks: articles.map(({ title }) => title) },
    }),
  };
}

// A token ends after an hour, and this answer brings a fresh one.
function planUser(client: Client): Plan {
  return {
    kind: 'user:read',
    request: get('/user'),
    learn({ user }: { user: { token: string } }) {
      client.token = user.token;
      return undefined;
    },
  };
}
