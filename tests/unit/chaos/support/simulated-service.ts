import type { FinalTables, Read, Write } from '../../../../chaos/history.ts';

/** A service in memory that keeps every promise; users and their first articles have the same numbers. */
export class SimulatedService {
  readonly #users: string[];
  readonly #articles = new Map<string, { mark: string; description: string; author: string }>();
  readonly #comments = new Map<string, { slug: string; mark: string; author: string }>();
  readonly #favorites = new Set<string>();
  readonly #follows = new Set<string>();

  constructor(users: string[]) {
    this.#users = users;
  }

  apply(client: number, write: Write) {
    const author = this.#users[client] as string;
    if (write.type === 'article') this.#articles.set(write.mark, { mark: write.mark, description: write.mark, author });
    if (write.type === 'description') {
      const article = this.#articles.get(write.slug);
      if (article) article.description = write.mark;
    }
    if (write.type === 'comment') this.#comments.set(write.mark, { slug: write.slug, mark: write.mark, author });
    if (write.type === 'comment deleted') this.#comments.delete(write.mark);
    if (write.type === 'favorite') toggle(this.#favorites, `${write.slug} ${author}`, write.there);
    if (write.type === 'follow') toggle(this.#follows, `${author} ${write.username}`, write.there);
  }

  /** What a client reads of this type. */
  look(client: number, { type }: Pick<Read, 'type'>): Read {
    const { slug, username, neighbour } = this.#surroundings(client);
    if (type === 'description') return { type, slug, mark: this.#articles.get(slug)?.description ?? '' };
    if (type === 'comments') return { type, slug, marks: this.#commentsOf(slug) };
    if (type === 'articles') return { type, marks: this.#articlesOf(username), complete: true };
    if (type === 'follow') return { type, username: neighbour, there: this.#follows.has(`${username} ${neighbour}`) };
    const favorite = slugOf(this.#next(client));
    const there = this.#favorites.has(`${favorite} ${username}`);
    return { type, slug: favorite, there, count: this.#countFavorites(favorite) };
  }

  tables(): Omit<FinalTables, 'member'> {
    const pairs = (set: Set<string>) => [...set].map((pair) => pair.split(' ') as [string, string]);
    return {
      gtids: 'aaaa:1-1000',
      checksums: { articles: '1', comments: '2', favorites: '3', follows: '4' },
      articles: [...this.#articles].map(([slug, article]) => {
        return { slug, ...article, favoritesCount: this.#countFavorites(slug) };
      }),
      comments: [...this.#comments.values()],
      favorites: pairs(this.#favorites).map(([slug, username]) => ({ slug, username })),
      follows: pairs(this.#follows).map(([follower, followed]) => ({ follower, followed })),
    };
  }

  #next = (client: number) => (client + 1) % this.#users.length;
  #surroundings(client: number) {
    const [username, neighbour] = [client, this.#next(client)].map((each) => this.#users[each] as string);
    return { slug: slugOf(client), username: username as string, neighbour: neighbour as string };
  }
  #commentsOf = (slug: string) => [...this.#comments.values()].filter((c) => c.slug === slug).map(({ mark }) => mark);
  #articlesOf = (username: string) =>
    [...this.#articles.values()].filter(({ author }) => author === username).map(({ mark }) => mark);
  #countFavorites = (slug: string) => [...this.#favorites].filter((pair) => pair.startsWith(`${slug} `)).length;
}

/** The first article of a client. */
export const slugOf = (client: number) => `first-of-${client}`;

function toggle(set: Set<string>, key: string, there: boolean) {
  if (there) set.add(key);
  else set.delete(key);
}
