import type { Knex } from 'knex';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';
import { updateInBatches } from '../scripts/database/update-in-batches.ts';
import { orderTriggers } from './20260101001100_order_links_by_article.ts';

/** The tables with times, and the first column of each primary key. */
const tables = Object.entries({
  users: 'id',
  articles: 'id',
  comments: 'id',
  tags: 'id',
  favorites: 'user_id',
  follows: 'follower_id',
});
const links = Object.entries({ article_tag: 'article_id', favorites: 'user_id' });
const times = ['created_at', 'updated_at'];

const toSeconds = (time: string) => `${time} - INTERVAL MICROSECOND(${time}) MICROSECOND`;

const fillOnInsert = (time: string) =>
  `SET NEW.${time}_ms = COALESCE(NEW.${time}_ms, NEW.${time}); SET NEW.${time} = ${toSeconds(`NEW.${time}_ms`)};`;

const fillOnUpdate = (time: string) =>
  `IF NEW.${time}_ms <=> OLD.${time}_ms AND NOT NEW.${time} <=> OLD.${time} THEN SET NEW.${time}_ms = NEW.${time}; END IF;
   SET NEW.${time} = ${toSeconds(`NEW.${time}_ms`)};`;

const triggers = Object.fromEntries(
  tables.flatMap(([table]) => [
    [`${table}_timed`, `BEFORE INSERT ON ${table} FOR EACH ROW BEGIN ${times.map(fillOnInsert).join(' ')} END`],
    [`${table}_retimed`, `BEFORE UPDATE ON ${table} FOR EACH ROW BEGIN ${times.map(fillOnUpdate).join(' ')} END`],
  ]),
);

/**
 * Eloquent reads created_at and updated_at as whole seconds and fails on a fraction. So these hold
 * seconds, and a column beside each holds milliseconds, by which lists are ordered. A client writes
 * one of the two columns, and a trigger fills the other.
 */
export async function up(knex: Knex): Promise<void> {
  for (const [table] of tables) await splitTimes(knex, table);
  await createTriggers(knex, { ...triggers, ...orderTriggers('created_at_ms') });
  for (const [table, key] of tables) {
    await updateInBatches(knex, {
      table,
      key,
      set: times.map(takeLater).join(', '),
      where: times.map(differs).join(' OR '),
    });
  }
  for (const [table, key] of links) {
    const time = `(SELECT created_at_ms FROM articles WHERE id = ${table}.article_id)`;
    const where = `NOT article_created_at <=> ${time}`;
    await updateInBatches(knex, { table, key, set: `article_created_at = ${time}`, where });
  }
}

/** Takes milliseconds back into the columns of Laravel. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  for (const [table] of tables) {
    if (!(await knex.schema.hasColumn(table, 'created_at_ms'))) continue;
    const changes = times.map((time) => `DROP COLUMN ${time}, RENAME COLUMN ${time}_ms TO ${time}`);
    await knex.raw(`ALTER TABLE ${table} ${changes.join(', ')}`);
  }
  await createTriggers(knex, orderTriggers('created_at'));
}

// Columns that are only renamed and added need no copy of the table, and a row that another member
// wrote meanwhile still fits: rows are replicated by the position of their columns.
async function splitTimes(knex: Knex, table: string): Promise<void> {
  if (await knex.schema.hasColumn(table, 'created_at_ms')) return;
  const changes = [
    ...times.map((time) => `RENAME COLUMN ${time} TO ${time}_ms`),
    ...times.map((time) => `ADD COLUMN ${time} TIMESTAMP NULL`),
  ];
  await knex.raw(`ALTER TABLE ${table} ${changes.join(', ')}`);
}

// A client may have written either column before the triggers were there.
const takeLater = (time: string) =>
  `${time}_ms = GREATEST(COALESCE(${time}_ms, ${time}), COALESCE(${time}, ${time}_ms))`;
const differs = (time: string) => `NOT ${time} <=> ${toSeconds(`${time}_ms`)}`;
