import { type ArticleSelection, type Fragment, renderPage } from './selection.ts';

/** What a reader's feed was when it was last summed up. */
export interface KnownFeed {
  /** Tells which articles there were, and which users the reader followed; null where that cannot be told. */
  version: string | null;
  count: number;
  /** How far back to look among the newest articles of all; null where the reader does not follow many. */
  horizon: string | null;
}

/** The first pages of a reader who follows that many users are mostly among the newest articles of all. */
const many = 100;
const newest = 1_000;
const firstArticles = 100;

/** The time of the last of the newest articles, or one before all articles. */
export const horizon = `COALESCE(
  (SELECT n.created_at_ms FROM articles n ORDER BY n.created_at_ms DESC, n.id DESC LIMIT 1 OFFSET ${newest}), TIMESTAMP '1970-01-02 00:00:00')`;

/** One of the users that a reader follows where those are many, else NULL. */
export const followsMany = `(SELECT m.followed_id FROM follows m WHERE m.follower_id = ? ORDER BY m.followed_id LIMIT 1 OFFSET ${many - 1})`;

const onePage = 'ORDER BY a.created_at_ms DESC, a.id DESC LIMIT ? OFFSET ?';

/** Whether it is one of the first pages of a feed. */
export function isFirstOfFeed({ followerId, limit, offset }: ArticleSelection): boolean {
  return followerId !== undefined && offset + limit <= firstArticles;
}

/**
 * The ids of such a page. Every article of the authors is a candidate for it: where they are many, the newest of all are walked
 * instead until the page is full, and no further than the horizon. What is missing then has to come from `renderPage`. Of a feed
 * that is known MySQL need not find out which of the two it is; if that is no longer so, the page only costs more.
 */
export function renderFirstOfFeed(selection: ArticleSelection, known?: KnownFeed): Fragment {
  if (known?.horizon === null) return renderPage(selection);
  if (known) return walkNewest(selection, { sql: 'a.created_at_ms >= ?', bindings: [known.horizon] });
  const { followerId = 0, limit, offset } = selection;
  const walk = walkNewest(selection, {
    sql: `${followsMany} IS NOT NULL AND a.created_at_ms >= ${horizon}`,
    bindings: [followerId],
  });
  return {
    sql: `(${walk.sql}) UNION ALL
      (SELECT a.id FROM articles a
        WHERE ${followsMany} IS NULL AND a.user_id IN (SELECT followed_id FROM follows WHERE follower_id = ?) ${onePage})`,
    bindings: [...walk.bindings, followerId, followerId, limit, offset],
  };
}

// Left to itself, MySQL joins, and looks into `follows` for each article instead of a list made once.
function walkNewest({ followerId = 0, limit, offset }: ArticleSelection, { sql, bindings }: Fragment): Fragment {
  return {
    sql: `SELECT /*+ NO_SEMIJOIN(@followed) SUBQUERY(@followed MATERIALIZATION) */ a.id AS id
       FROM articles a FORCE INDEX FOR ORDER BY (articles_newest_index)
      WHERE ${sql} AND a.user_id IN (SELECT /*+ QB_NAME(followed) */ followed_id FROM follows WHERE follower_id = ?) ${onePage}`,
    bindings: [...bindings, followerId, limit, offset],
  };
}
