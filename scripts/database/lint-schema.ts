import type { Knex } from 'knex';

/** What information_schema says of a table. */
export interface TableFacts {
  name: string;
  engine: string;
  hasPrimaryKey: boolean;
}

/** What it says of a foreign key. */
export interface ForeignKeyFacts {
  table: string;
  name: string;
  onDelete: string;
  onUpdate: string;
}

/** What the group's rules are about. */
export interface SchemaFacts {
  tables: TableFacts[];
  foreignKeys: ForeignKeyFacts[];
}

/**
 * What a multi-primary group refuses, mostly not when the table is made but at the first write.
 * https://dev.mysql.com/doc/refman/8.4/en/group-replication-requirements.html
 */
export function findSchemaProblems({ tables, foreignKeys }: SchemaFacts): string[] {
  const allowed = ['NO ACTION', 'RESTRICT'];
  return [
    ...tables
      .filter(({ engine }) => engine !== 'InnoDB')
      .map(({ name, engine }) => `${name} is ${engine}; the group replicates InnoDB only.`),
    ...tables
      .filter(({ hasPrimaryKey }) => !hasPrimaryKey)
      .map(({ name }) => `${name} has no primary key; the group cannot tell its rows apart.`),
    ...foreignKeys.flatMap(({ table, name, ...actions }) =>
      Object.entries(actions)
        .filter(([, action]) => !allowed.includes(action))
        .map(
          ([when, action]) =>
            `${table}.${name} is ${when === 'onDelete' ? 'ON DELETE' : 'ON UPDATE'} ${action}; the group refuses writes to it (error 3098). Delete the rows explicitly, the children first.`,
        ),
    ),
  ];
}

/** Reads what findSchemaProblems needs. */
export async function readSchemaFacts(knex: Knex, database: string): Promise<SchemaFacts> {
  const [tables] = await knex.raw(
    `SELECT t.table_name AS name, t.engine AS engine, COUNT(c.constraint_name) > 0 AS hasPrimaryKey
       FROM information_schema.tables t
       LEFT JOIN information_schema.table_constraints c
              ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.constraint_type = 'PRIMARY KEY'
      WHERE t.table_schema = ? AND t.table_type = 'BASE TABLE'
      GROUP BY t.table_name, t.engine`,
    [database],
  );
  const [foreignKeys] = await knex.raw(
    `SELECT table_name AS \`table\`, constraint_name AS name, delete_rule AS onDelete, update_rule AS onUpdate
       FROM information_schema.referential_constraints WHERE constraint_schema = ?`,
    [database],
  );
  return {
    tables: tables.map((table: TableFacts) => ({ ...table, hasPrimaryKey: Boolean(table.hasPrimaryKey) })),
    foreignKeys,
  };
}

/** Throws where the group would refuse writes to the schema. */
export async function requireSoundSchema(knex: Knex, database: string): Promise<void> {
  const problems = findSchemaProblems(await readSchemaFacts(knex, database));
  if (problems.length === 0) return;
  throw new Error([`The group cannot work with the schema of ${database}:`, ...problems].join('\n  '));
}
