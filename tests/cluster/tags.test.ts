import test from 'ava';
import { createApiClient } from './support/api-client.ts';
import { useLab } from './support/lab.ts';

// Here, where no other test reads the list meanwhile.

test.serial('of very many tags the newest thousand are listed', async (t) => {
  const { lab, rows, waitUntilEqual } = await useLab();
  const ask = createApiClient(lab.target.endpoints.api);
  const names = Array.from({ length: 1_100 }, (_, place) => `of many ${place}`);
  const table = `${lab.database}.tags`;
  t.teardown(() => rows('mysql-1', `DELETE FROM ${table} WHERE name LIKE 'of many %'`));
  await rows('mysql-1', `INSERT INTO ${table} (name) VALUES ${names.map((name) => `('${name}')`).join(', ')}`);
  await waitUntilEqual();
  const { body } = await ask<{ tags: string[] }>('GET', '/tags');
  t.deepEqual(body.tags.toSorted(), names.slice(-1_000).toSorted());
});
