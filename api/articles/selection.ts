/** Which articles, and which page of them; filters that are not given let everything through. */
export interface ArticleSelection {
  author?: string | undefined;
  favorited?: string | undefined;
  tag?: string | undefined;
  /** Only articles of users whom this user follows. */
  followerId?: number;
  limit: number;
  offset: number;
}

/** A part of a statement and what its placeholders stand for. */
export interface Fragment {
  sql: string;
  bindings: (string | number)[];
}

interface LinkFilter {
  /** The table that links articles to what is asked for; at most one of its rows belongs to an article. */
  table: string;
  condition: string;
  value: string;
}

/** Above so many articles of a filter it is cheaper to walk along the newest articles and ask of each. */
const denseFrom = 2000;

/** Whether anything is filtered at all. */
export function isFiltered({ author, favorited, tag, followerId }: ArticleSelection): boolean {
  return [author, favorited, tag, followerId].some((value) => value !== undefined);
}

/** FROM and WHERE of the ids of the articles `a` that are selected; `count` is how many there are. */
export function renderSelection(selection: ArticleSelection, count: number): Fragment {
  const links = listLinkFilters(selection);
  const { limit, offset } = selection;
  // MySQL does not see by itself that the newest few of many need no sorting of all.
  const walks = links.length > 0 && count >= denseFrom && (offset + limit) * 10 < count;
  const from = walks ? 'articles a FORCE INDEX (articles_created_at_index)' : 'articles a';
  const join = walks ? 'STRAIGHT_JOIN' : 'JOIN';
  const joins = links.map(({ table, condition }) => `${join} ${table} ON ${table}.article_id = a.id AND ${condition}`);
  const users = renderUserConditions(selection);
  return {
    sql: [`FROM ${from}`, ...joins, users.sql && `WHERE ${users.sql}`].filter(Boolean).join('\n'),
    bindings: [...links.map(({ value }) => value), ...users.bindings],
  };
}

/** FROM and WHERE of how many there are; without the articles themselves where the links alone tell. */
export function renderCount(selection: ArticleSelection): Fragment {
  const [first, ...others] = listLinkFilters(selection);
  if (!first || selection.author !== undefined || selection.followerId !== undefined) {
    return renderSelection({ ...selection, limit: 0, offset: 0 }, 0);
  }
  const joins = others.map(
    ({ table, condition }) => `JOIN ${table} ON ${table}.article_id = ${first.table}.article_id AND ${condition}`,
  );
  return {
    sql: [`FROM ${first.table}`, ...joins, `WHERE ${first.condition}`].join('\n'),
    bindings: [...others.map(({ value }) => value), first.value],
  };
}

function listLinkFilters({ tag, favorited }: ArticleSelection): LinkFilter[] {
  const filters = [
    { table: 'article_tag', condition: 'article_tag.tag_id = (SELECT id FROM tags WHERE name = ?)', value: tag },
    {
      table: 'favorites',
      condition: 'favorites.user_id = (SELECT id FROM users WHERE username = ?)',
      value: favorited,
    },
  ];
  return filters.filter((filter): filter is LinkFilter => filter.value !== undefined);
}

function renderUserConditions({ author, followerId }: ArticleSelection): Fragment {
  const conditions: [sql: string, value: string | number | undefined][] = [
    ['a.user_id = (SELECT id FROM users WHERE username = ?)', author],
    ['a.user_id IN (SELECT followed_id FROM follows WHERE follower_id = ?)', followerId],
  ];
  const given = conditions.filter(([, value]) => value !== undefined) as [string, string | number][];
  return { sql: given.map(([sql]) => sql).join(' AND '), bindings: given.map(([, value]) => value) };
}
