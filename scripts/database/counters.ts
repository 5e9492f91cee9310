import type { Knex } from 'knex';

/** Sets the kinds that a counter may have. */
export async function setCounterKinds(knex: Knex, kinds: string[]): Promise<void> {
  const names = kinds.map((kind) => `'${kind}'`).join(', ');
  await knex.raw(`ALTER TABLE counters MODIFY kind ENUM(${names}) NOT NULL`);
}

/**
 * The statement that adds to a counter. Each member has slots of its own, so members never write
 * the same row.
 */
export function addToCounter(kind: string, id: string, value: 1 | -1): string {
  return `INSERT INTO counters (kind, id, slot, value) VALUES ('${kind}', ${id}, @@server_id * 4 + CONNECTION_ID() % 4, ${value})
     ON DUPLICATE KEY UPDATE value = value + (${value})`;
}
