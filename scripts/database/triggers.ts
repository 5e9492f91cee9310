import type { Knex } from 'knex';

/** Timing, table and body of each trigger, by its name. */
type Triggers = Record<string, string>;

/** Creates triggers, and replaces those that an interrupted migration has left. */
export async function createTriggers(knex: Knex, triggers: Triggers): Promise<void> {
  await dropTriggers(knex, triggers);
  for (const [name, definition] of Object.entries(triggers)) await knex.raw(`CREATE TRIGGER ${name} ${definition}`);
}

/** Drops triggers. */
export async function dropTriggers(knex: Knex, triggers: Triggers): Promise<void> {
  for (const name of Object.keys(triggers)) await knex.raw(`DROP TRIGGER IF EXISTS ${name}`);
}
