/** A statement or a part of one, and the values of its placeholders. */
export interface Fragment {
  sql: string;
  bindings: (string | number)[];
}

const manyAuthors = 100;
const newestArticles = 1_000;

const followsMany = `(SELECT m.followed_id FROM follows m WHERE m.follower_id = ?
  ORDER BY m.followed_id LIMIT 1 OFFSET ${manyAuthors - 1})`;
const horizon = `COALESCE((SELECT n.created_at_ms FROM articles n
  ORDER BY n.created_at_ms DESC, n.id DESC LIMIT 1 OFFSET ${newestArticles}), TIMESTAMP '1970-01-02 00:00:00')`;
const onePage = 'ORDER BY a.created_at_ms DESC, a.id DESC LIMIT ? OFFSET ?';

/**
 * The ids of one page of a feed. With many authors it walks the newest articles of all users until the page is full;
 * with few it sorts the articles of these authors.
 */
export function renderFeedPage(followerId: number, { limit, offset }: { limit: number; offset: number }): Fragment {
  return {
    sql: `(SELECT /*+ NO_SEMIJOIN(@followed) SUBQUERY(@followed MATERIALIZATION) */ a.id AS id
        FROM articles a FORCE INDEX FOR ORDER BY (articles_newest_index)
       WHERE ${followsMany} IS NOT NULL AND a.created_at_ms >= ${horizon} AND a.user_id IN
             (SELECT /*+ QB_NAME(followed) */ followed_id FROM follows WHERE follower_id = ?) ${onePage})
      UNION ALL
      (SELECT a.id FROM articles a
        WHERE ${followsMany} IS NULL AND a.user_id IN (SELECT followed_id FROM follows WHERE follower_id = ?) ${onePage})`,
    bindings: [followerId, followerId, limit, offset, followerId, followerId, limit, offset],
  };
}
