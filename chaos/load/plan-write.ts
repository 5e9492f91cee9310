import type { Write } from '../history.ts';
import type { Client } from './client.ts';
import type { PlannedRequest, PlanOptions } from './planned-request.ts';
import type { RequestType } from './request-types.ts';

// A list shows a hundred at most, and lists that are read often must stay short.
const maxArticles = 60;
const maxComments = 25;

/** The request for a type that writes; undefined for a type that reads, or once the client has written enough. */
export function planWrite(
  client: Client,
  type: RequestType,
  { mark, random, isTold }: PlanOptions,
): PlannedRequest | undefined {
  if (type === 'write article') {
    if (isTold && client.furtherArticles.size > 0 && random() < 0.3) return planArticleDeletion(client);
    return client.articles < maxArticles ? planFurtherArticle(client, mark) : undefined;
  }
  if (type === 'change article') return planDescription(client, mark);
  if (type === 'toggle favorite') return planFavorite(client);
  if (type === 'toggle follow') return planFollow(client);
  if (type !== 'comment') return undefined;
  const deletes = client.comments.size >= maxComments || (client.comments.size > 0 && random() < 0.2);
  return deletes ? planCommentDeletion(client) : planComment(client, mark);
}

/** A new article of this client. */
export function planArticle(client: Client, mark: string): PlannedRequest {
  client.articles += 1;
  const wrote: Write = { type: 'article', mark };
  const json = { article: { title: mark, description: mark, body: 'Chaos', tagList: [`chaos-${client.number % 10}`] } };
  return {
    route: 'article:create',
    request: { method: 'POST', path: '/articles', json, token: client.token },
    wrote,
    readBody: ({ article }: { article: { slug: string } }) => ({ wrote: { ...wrote, slug: article.slug } }),
  };
}

function planFurtherArticle(client: Client, mark: string): PlannedRequest {
  const plan = planArticle(client, mark);
  return {
    ...plan,
    readBody(body) {
      const { slug } = (body as { article: { slug: string } }).article;
      client.furtherArticles.set(mark, slug);
      return plan.readBody?.(body);
    },
  };
}

// Forgotten before the answer arrives, as comments are.
function planArticleDeletion({ furtherArticles }: Client): PlannedRequest {
  const [mark, slug] = [...furtherArticles][0] as [string, string];
  furtherArticles.delete(mark);
  return {
    route: 'article:delete',
    request: { method: 'DELETE', path: `/articles/${slug}` },
    wrote: { type: 'article deleted', slug, mark },
  };
}

function planDescription({ slug }: Client, mark: string): PlannedRequest {
  const json = { article: { description: mark } };
  return {
    route: 'article:update',
    request: { method: 'PUT', path: `/articles/${slug}`, json },
    wrote: { type: 'description', slug, mark },
  };
}

function planComment({ commentsOn: slug, comments }: Client, mark: string): PlannedRequest {
  const wrote: Write = { type: 'comment', slug, mark };
  return {
    route: 'comment:create',
    request: { method: 'POST', path: `/articles/${slug}/comments`, json: { comment: { body: mark } } },
    wrote,
    readBody({ comment }: { comment: { id: number } }) {
      comments.set(mark, comment.id);
      return { wrote: { ...wrote, commentId: comment.id } };
    },
  };
}

// Forgotten before the answer arrives: whatever the outcome, the client deletes a comment only once.
function planCommentDeletion({ commentsOn: slug, comments }: Client): PlannedRequest {
  const [mark, id] = [...comments][0] as [string, number];
  comments.delete(mark);
  return {
    route: 'comment:delete',
    request: { method: 'DELETE', path: `/articles/${slug}/comments/${id}` },
    wrote: { type: 'comment deleted', slug, mark },
  };
}

function planFavorite(client: Client): PlannedRequest {
  client.favorite = !client.favorite;
  const { slug } = client.nextClient;
  return {
    route: client.favorite ? 'favorite' : 'unfavorite',
    request: { method: client.favorite ? 'POST' : 'DELETE', path: `/articles/${slug}/favorite` },
    wrote: { type: 'favorite', slug, there: client.favorite },
  };
}

function planFollow(client: Client): PlannedRequest {
  client.follows = !client.follows;
  const { username } = client.nextClient;
  return {
    route: client.follows ? 'follow' : 'unfollow',
    request: { method: client.follows ? 'POST' : 'DELETE', path: `/profiles/${username}/follow` },
    wrote: { type: 'follow', username, there: client.follows },
  };
}
