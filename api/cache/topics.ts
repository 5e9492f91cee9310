/** What a write changes of what every reader sees: the names by which processes tell each other of writes. */
export const topics = {
  article: (slug: string) => `article:${slug}`,
  /** Articles whose slugs MySQL may take for each other's. */
  oddArticles: 'odd-articles',
  /** Which articles there are, and everything that a list shows of them. */
  lists: 'lists',
  /** Names, texts and pictures of users. */
  users: 'users',
} as const;

/** Under which name a copy is kept. */
export const copyNames = { article: (slug: string) => `article ${slug}` } as const;

const plainSlug = /^[a-z0-9-]{1,100}$/;

/** Whether MySQL takes no other text for this slug: what is kept is found by the text alone. */
export const isPlainSlug = (slug: string) => plainSlug.test(slug);

/** What a write of an article touches: the article under its slugs before and after, and the lists. */
export function touchArticle(...slugs: (string | undefined)[]): string[] {
  const known = new Set(slugs.filter((slug) => slug !== undefined));
  const areAllPlain = [...known].every(isPlainSlug);
  return [
    ...[...known].filter(isPlainSlug).map(topics.article),
    ...(areAllPlain ? [] : [topics.oddArticles]),
    topics.lists,
  ];
}
