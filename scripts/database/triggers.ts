import type { Knex } from 'knex';

/** What a trigger does and when, by its name. */
type Triggers = Record<string, string>;

/** Creates triggers, anew where a migration that was cut off has left them. */
export async function createTriggers(knex: Knex, triggers: Triggers): Promise<void> {
  await dropTriggers(knex, triggers);
  for (const [name, what] of Object.entries(triggers)) await knex.raw(`CREATE TRIGGER ${name} ${what}`);
}

/** Takes triggers away. */
export async function dropTriggers(knex: Knex, triggers: Triggers): Promise<void> {
  for (const name of Object.keys(triggers)) await knex.raw(`DROP TRIGGER IF EXISTS ${name}`);
}
