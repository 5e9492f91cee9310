import type { Write } from '../history.ts';
import type { Client } from './client.ts';
import type { Plan, PlanOptions } from './plan.ts';
import type { Wish } from './wishes.ts';

// A list shows a hundred at most, and what is listed again and again must stay short.
const mostArticles = 60;
const mostComments = 25;

/** The request for a wish that changes something; nothing where there is enough of it, or for a wish to read. */
export function planWrite(client: Client, wish: Wish, { mark, random }: PlanOptions): Plan | undefined {
  if (wish === 'write article') return client.articles < mostArticles ? planArticle(client, mark) : undefined;
  if (wish === 'change article') return planDescription(client, mark);
  if (wish === 'toggle favorite') return planFavorite(client);
  if (wish === 'toggle follow') return planFollow(client);
  if (wish !== 'comment') return undefined;
  const deletes = client.comments.size >= mostComments || (client.comments.size > 0 && random() < 0.2);
  return deletes ? planCommentDeletion(client) : planComment(client, mark);
}

/** A new article of this client. */
export function planArticle(client: Client, mark: string): Plan {
  client.articles += 1;
  const wrote: Write = { type: 'article', mark };
  const json = { article: { title: mark, description: mark, body: 'Chaos', tagList: [`chaos-${client.number % 10}`] } };
  return {
    kind: 'article:create',
    request: { method: 'POST', path: '/articles', json, token: client.token },
    wrote,
    learn: ({ article }: { article: { slug: string } }) => ({ wrote: { ...wrote, slug: article.slug } }),
  };
}

function planDescription({ slug }: Client, mark: string): Plan {
  const json = { article: { description: mark } };
  return {
    kind: 'article:update',
    request: { method: 'PUT', path: `/articles/${slug}`, json },
    wrote: { type: 'description', slug, mark },
  };
}

function planComment({ slug, comments }: Client, mark: string): Plan {
  const wrote: Write = { type: 'comment', slug, mark };
  return {
    kind: 'comment:create',
    request: { method: 'POST', path: `/articles/${slug}/comments`, json: { comment: { body: mark } } },
    wrote,
    learn({ comment }: { comment: { id: number } }) {
      comments.set(mark, comment.id);
      return { wrote: { ...wrote, commentId: comment.id } };
    },
  };
}

// It is forgotten before the answer is there: whether it went or not, nobody asks for it twice.
function planCommentDeletion({ slug, comments }: Client): Plan {
  const [mark, id] = [...comments][0] as [string, number];
  comments.delete(mark);
  return {
    kind: 'comment:delete',
    request: { method: 'DELETE', path: `/articles/${slug}/comments/${id}` },
    wrote: { type: 'comment deleted', slug, mark },
  };
}

function planFavorite(client: Client): Plan {
  client.favorite = !client.favorite;
  const { slug } = client.neighbour;
  return {
    kind: client.favorite ? 'favorite' : 'unfavorite',
    request: { method: client.favorite ? 'POST' : 'DELETE', path: `/articles/${slug}/favorite` },
    wrote: { type: 'favorite', slug, there: client.favorite },
  };
}

function planFollow(client: Client): Plan {
  client.follows = !client.follows;
  const { username } = client.neighbour;
  return {
    kind: client.follows ? 'follow' : 'unfollow',
    request: { method: client.follows ? 'POST' : 'DELETE', path: `/profiles/${username}/follow` },
    wrote: { type: 'follow', username, there: client.follows },
  };
}
