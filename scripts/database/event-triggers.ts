import type { Knex } from 'knex';
import { withNamedLock } from './named-lock.ts';
import { type MemberAccess, openMember } from './open-member.ts';
import { createTriggers, dropTriggers } from './triggers.ts';

/** A relay works on a partition at a time. */
export const eventPartitions = 4;

/** An event of a write. */
export interface Told {
  type: string;
  /** SQL of the key, such as `CONCAT('article:', NEW.id)`. */
  key: string;
  /** Fields of the payload, each with its SQL. */
  payload: Record<string, string>;
}

// The key's row in event_versions is what two writes about one key meet at: versions are in the order of COMMIT.
function renderTold({ type, key, payload }: Told): string {
  return `INSERT INTO event_versions (event_key, version) VALUES (${key}, 1)
      ON DUPLICATE KEY UPDATE version = event_versions.version + 1;
    INSERT INTO event_outbox (event_key, version, partition_no, type, payload, happened_at)
      SELECT event_key, version, CRC32(event_key) % ${eventPartitions}, '${type}', ${renderPayload(payload)}, NOW(3)
        FROM event_versions WHERE event_key = ${key};`;
}

/** SQL of a payload. */
export const renderPayload = (payload: Told['payload']) =>
  `JSON_OBJECT(${Object.entries(payload)
    .map(([name, value]) => `'${name}', ${value}`)
    .join(', ')})`;

const aboutArticle = (row: 'NEW' | 'OLD') => ({
  key: `CONCAT('article:', ${row}.id)`,
  payload: { articleId: `${row}.id`, authorId: `${row}.user_id`, slug: `${row}.slug` },
});
const { key: newKey, payload: newPayload } = aboutArticle('NEW');
const published = { key: newKey, payload: { ...newPayload, title: 'NEW.title' } };
const onArticle = "CONCAT('article:', NEW.article_id)";

const told: Record<string, { when: string; only?: string; told: Told }> = {
  event_of_article: { when: 'AFTER INSERT ON articles', told: { type: 'article.published', ...published } },
  event_of_article_change: {
    when: 'AFTER UPDATE ON articles',
    // An UPDATE that changed nothing leaves the time as it is.
    only: 'NOT (OLD.updated_at_ms <=> NEW.updated_at_ms)',
    told: { type: 'article.changed', ...published },
  },
  event_of_article_end: { when: 'AFTER DELETE ON articles', told: { type: 'article.deleted', ...aboutArticle('OLD') } },
  event_of_comment: {
    when: 'AFTER INSERT ON comments',
    told: {
      type: 'comment.added',
      key: onArticle,
      payload: { articleId: 'NEW.article_id', commentId: 'NEW.id', userId: 'NEW.user_id' },
    },
  },
  event_of_favorite: {
    when: 'AFTER INSERT ON favorites',
    told: {
      type: 'article.favorited',
      key: onArticle,
      payload: { articleId: 'NEW.article_id', userId: 'NEW.user_id' },
    },
  },
  event_of_follow: {
    when: 'AFTER INSERT ON follows',
    told: {
      type: 'user.followed',
      key: "CONCAT('user:', NEW.followed_id)",
      payload: { userId: 'NEW.followed_id', followerId: 'NEW.follower_id' },
    },
  },
  event_of_user: {
    when: 'AFTER INSERT ON users',
    told: {
      type: 'user.registered',
      key: "CONCAT('user:', NEW.id)",
      payload: { userId: 'NEW.id', username: 'NEW.username' },
    },
  },
};

/** Timing, table and body of the trigger of each write that others should know of, with what it does of the event. */
export const renderTriggers = (render: (event: Told) => string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(told).map(([name, { when, only, told: event }]) => {
      const body = only ? `IF ${only} THEN ${render(event)} END IF;` : render(event);
      return [name, `${when} FOR EACH ROW BEGIN ${body} END`];
    }),
  );

const triggers = renderTriggers(renderTold);

/** From now on each write that others should know of leaves a row in event_outbox. */
export async function startEvents(member: MemberAccess): Promise<void> {
  await change(member, async (knex, found) => {
    if (found < Object.keys(triggers).length) await createTriggers(knex, triggers);
    await knex.raw("UPDATE event_leases SET holder = 'none yet', ends_at = '2000-01-01' WHERE holder = ''");
  });
}

/** From now on no write does. Rows that are there stay. */
export async function stopEvents(member: MemberAccess): Promise<void> {
  await change(member, async (knex) => {
    await dropEventTriggers(knex);
    // The API goes by this, for it may not see triggers: without the profile no relay holds a partition, or takes one.
    await knex.raw("UPDATE event_leases SET holder = '', ends_at = '2038-01-01'");
  });
}

/** Drops what adds rows to event_outbox. */
export const dropEventTriggers = (knex: Knex) => dropTriggers(knex, triggers);

// Under the lock of the migrations, and on every member before the next statement: clients write meanwhile.
async function change(member: MemberAccess, work: (knex: Knex, found: number) => Promise<void>) {
  const knex = openMember(member, { everywhere: true });
  try {
    await withNamedLock(knex, { name: `${member.database}.migrations`, waitMs: 60_000 }, async () => {
      await work(knex, await countTriggers(knex, member.database));
    });
  } finally {
    await knex.destroy();
  }
}

async function countTriggers(knex: Knex, database: string): Promise<number> {
  const names = Object.keys(triggers);
  const [[row]] = await knex.raw(
    `SELECT COUNT(*) AS found FROM information_schema.triggers
      WHERE trigger_schema = ? AND trigger_name IN (${names.map(() => '?').join(', ')})`,
    [database, ...names],
  );
  return Number(row.found);
}
