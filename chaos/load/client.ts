/** The things of its own that a client does one request after the other on, so that it knows what it must see. */
export type Lane = 'description' | 'comments' | 'favorite' | 'follow' | 'articles';

/** One client: a user with an article, and with an eye on the next client's article and user. */
export interface Client {
  number: number;
  username: string;
  token: string;
  /** Its first article, which it changes and comments on. */
  slug: string;
  /** Whose article it marks as favorite, and whom it follows. */
  neighbour: { username: string; slug: string };
  /** Ids of its comments by their marks, as far as they were acknowledged. */
  comments: Map<string, number>;
  favorite: boolean;
  follows: boolean;
  articles: number;
  busy: Set<Lane>;
}

/** A client that has registered and done nothing yet. */
export function createClient(number: number, { username, token }: { username: string; token: string }): Client {
  return {
    number,
    username,
    token,
    slug: '',
    neighbour: { username: '', slug: '' },
    comments: new Map(),
    favorite: false,
    follows: false,
    articles: 0,
    busy: new Set(),
  };
}

/** Lets each client know the next one, in a ring. */
export function introduce(clients: Client[]) {
  for (const [index, client] of clients.entries()) {
    const { username, slug } = clients[(index + 1) % clients.length] as Client;
    client.neighbour = { username, slug };
  }
}
