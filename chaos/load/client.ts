/** What belongs to one client. It sends one request at a time to each, so that it knows what it must see. */
export type OwnResource = 'description' | 'comments' | 'favorite' | 'follow' | 'articles';

/** One client: a user with an article, who also marks and follows the next client. */
export interface Client {
  number: number;
  username: string;
  token: string;
  /** Its first article, which it changes and comments on. */
  slug: string;
  /** The client whose article it marks as favorite and whose user it follows. */
  nextClient: { username: string; slug: string };
  /** The article on which it comments. */
  commentsOn: string;
  /** Slugs of its further articles by their marks. */
  furtherArticles: Map<string, string>;
  /** Ids of its acknowledged comments by their marks. */
  comments: Map<string, number>;
  favorite: boolean;
  follows: boolean;
  articles: number;
  /** Resources with a request under way. */
  busy: Set<OwnResource>;
}

/** A client that has registered and done nothing yet. */
export function createClient(number: number, { username, token }: { username: string; token: string }): Client {
  return {
    number,
    username,
    token,
    slug: '',
    nextClient: { username: '', slug: '' },
    commentsOn: '',
    furtherArticles: new Map(),
    comments: new Map(),
    favorite: false,
    follows: false,
    articles: 0,
    busy: new Set(),
  };
}

/** Gives each client the next one, in a ring. What is told to others needs comments on others' articles. */
export function linkClients(clients: Client[], { isTold = false } = {}) {
  for (const [index, client] of clients.entries()) {
    const { username, slug } = clients[(index + 1) % clients.length] as Client;
    client.nextClient = { username, slug };
    client.commentsOn = isTold ? slug : client.slug;
  }
}
