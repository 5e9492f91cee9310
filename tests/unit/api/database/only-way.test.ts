import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import test from 'ava';

const api = join(import.meta.dirname, '..', '..', '..', '..', 'api');
const drivers =
  /^import\s+(?!type\b)[^;]*from\s+['"](?:knex|mysql2)(?:\/[^'"]*)?['"]|(?:import|require)\(\s*['"](?:knex|mysql2)/m;

test('nothing in the API but its two ways to the database can open a connection of its own', async (t) => {
  const files = (await readdir(api, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const offenders: string[] = [];
  const ways = (path: string) => path.startsWith(`database${sep}`) || path === 'plain-database.ts';
  for (const file of files.filter((path) => !ways(path))) {
    if (drivers.test(await readFile(join(api, file), 'utf8'))) offenders.push(file);
  }
  t.deepEqual(offenders, [], 'import types only, and get a Query from session.read or session.write');
  t.true(files.length > 20);
});

test('the rule would notice', (t) => {
  t.regex("import knex from 'knex';", drivers);
  t.regex("import { createPool } from 'mysql2/promise';", drivers);
  t.notRegex("import type { ResultSetHeader } from 'mysql2';", drivers);
});
