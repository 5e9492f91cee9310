import * as counters from '../../migrations/20260101001000_create_counters.ts';
import * as articleChanges from '../../migrations/20260101001300_count_changes_of_articles.ts';
import * as followChanges from '../../migrations/20260101001400_count_changes_of_follows.ts';
import { analyzeTables } from '../../scripts/database/analyze-tables.ts';
import { type MemberAccess, openMember } from '../../scripts/database/open-member.ts';
import { largeSteps, type Sizes } from './large-steps.ts';

/** The rows of a busy site after some years. */
export const largeSizes: Sizes = {
  users: 10_000,
  articles: 100_000,
  tags: 1_000,
  favorites: 1_000_000,
  comments: 300_000,
  followedByReader: 500,
};

const countings = [counters, articleChanges, followChanges];

// The group sends a transaction as one message, whose size is limited.
const batchRows = 10_000;

/**
 * Adds a large data set to a lab that has the seeds, in transactions of ten thousand rows: neither this process nor the
 * members need memory for more. The counters are taken away before and made again at the end, which counts all rows once.
 * No other client may write meanwhile.
 */
export async function addLargeData(
  member: MemberAccess,
  { sizes = largeSizes, onProgress }: { sizes?: Sizes; onProgress?: (line: string) => void } = {},
): Promise<void> {
  const knex = openMember(member, { connections: 1 });
  try {
    await knex.raw(`SET SESSION cte_max_recursion_depth = ${batchRows}`);
    for (const { down } of countings.toReversed()) await down(knex);
    for (const { what, rows, sql } of largeSteps(sizes)) {
      onProgress?.(`${rows.toLocaleString('en')} ${what}`);
      for (let first = 0; first < rows; first += batchRows) {
        await knex.raw(sql(renderNumbers(first, Math.min(batchRows, rows - first))));
      }
    }
    onProgress?.('counters');
    for (const { up } of countings) await up(knex);
    await analyzeTables(knex);
  } finally {
    await knex.destroy();
  }
}

/** A table of so many numbers `n`. */
function renderNumbers(first: number, count: number): string {
  return `(WITH RECURSIVE sequence (n) AS (SELECT ${first} UNION ALL SELECT n + 1 FROM sequence WHERE n + 1 < ${first + count})
    SELECT n FROM sequence) numbers`;
}
