import type { Query } from '../database/query.ts';
import { type SeenViewer, valuesOf, viewerState } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';
import { followsMany, horizon, type KnownFeed } from './feed.ts';
import { renderCount } from './selection.ts';

type Row = Omit<KnownFeed, 'count'> & { count: number | null } & SeenViewer;

const slotsOf = (counter: string) =>
  `(SELECT GROUP_CONCAT(slot, ':', value ORDER BY id, slot) FROM counters WHERE ${counter})`;

const versionSql = `SELECT CONCAT(${slotsOf("kind = 'article_changes'")}, '|',
    ${slotsOf("kind = 'follow_changes' AND id IN (0, ?)")}) AS version`;

const sql = `SELECT now.version, ${viewerState},
    IF(now.version = ?, NULL, (${renderCount({ followerId: 0 }).sql})) AS count,
    IF(now.version = ? OR ${followsMany} IS NULL, NULL, CAST(${horizon} AS CHAR)) AS horizon
  FROM (${versionSql}) now`;

/** Feeds as they were last seen: caches their counts until articles or follows change. */
export function createKnownFeeds({ atMost = 5_000 } = {}) {
  const known = new Map<number, KnownFeed>();
  function remember(readerId: number, feed: KnownFeed): void {
    known.delete(readerId);
    known.set(readerId, feed);
    const [oldest] = known.keys();
    if (known.size > atMost && oldest !== undefined) known.delete(oldest);
  }
  return {
    /** What is known of a reader's feed; it may have changed since. */
    find: (readerId: number): KnownFeed | undefined => known.get(readerId),

    /** How many articles the feed has now. */
    async count(query: Query, reader: Bearer): Promise<{ count: number } & SeenViewer> {
      const { id: readerId } = reader;
      const before = known.get(readerId);
      const version = before?.version ?? '';
      const row = await query.row<Row>(sql, [...valuesOf(reader), version, readerId, version, readerId, readerId]);
      if (row === null) return { count: 0, viewer: null };
      const { viewer, count, ...seen } = row;
      const feed = count === null && before ? before : { ...seen, count: count ?? 0 };
      remember(readerId, feed);
      return { count: feed.count, viewer };
    },
  };
}

/** What is known of the feeds of this process's readers. */
export type KnownFeeds = ReturnType<typeof createKnownFeeds>;
