import { type ArticleSelection, type Fragment, renderCount, sumOfCounters } from './selection.ts';

/** So many of the newest articles of all are walked for a page; about one and a half times what should be enough. */
const newest = 1_000;
const margin = 1.5;
/** Who wants a page further back is not served by them. */
const firstArticles = 100;

/** The statements of a page of a feed, to be sent together: what to remember first, the page's ids, and how many articles there are. */
export interface FirstOfFeed {
  remember: Fragment;
  page: Fragment;
  count: Fragment;
}

/** Whether it is one of the first pages of a feed. */
export function isFirstOfFeed({ followerId, limit, offset }: ArticleSelection): boolean {
  return followerId !== undefined && offset + limit <= firstArticles;
}

const horizon = `(SELECT n.created_at FROM articles n ORDER BY n.created_at DESC, n.id DESC LIMIT 1 OFFSET ${newest})`;
const onePage = 'ORDER BY a.created_at DESC, a.id DESC LIMIT ? OFFSET ?';

/**
 * Every article of the authors is a candidate for the page. Where they wrote a good part of all articles, the newest of all are walked
 * instead until the page is full, and no further than the horizon: what is missing then has to come from `renderPage`.
 */
export function renderFirstOfFeed(selection: ArticleSelection): FirstOfFeed {
  const { followerId = 0, limit, offset } = selection;
  const counted = renderCount(selection);
  const share = (margin * (offset + limit)) / newest;
  const isGoodPart = `@followed > ? * (${sumOfCounters("kind = 'articles'")})`;
  const sql = `
    (SELECT STRAIGHT_JOIN a.id AS id
       FROM articles a FORCE INDEX FOR ORDER BY (articles_newest_index)
       JOIN follows f ON f.follower_id = ? AND f.followed_id = a.user_id
      WHERE ${isGoodPart} AND a.created_at >= COALESCE(${horizon}, '1970-01-02') ${onePage})
    UNION ALL
    (SELECT a.id FROM articles a
      WHERE NOT ${isGoodPart} AND a.user_id IN (SELECT followed_id FROM follows WHERE follower_id = ?) ${onePage})`;
  return {
    remember: { sql: `SELECT (${counted.sql}) INTO @followed`, bindings: counted.bindings },
    page: { sql, bindings: [followerId, share, limit, offset, share, followerId, limit, offset] },
    count: { sql: '@followed', bindings: [] },
  };
}
