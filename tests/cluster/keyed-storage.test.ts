import { randomUUID } from 'node:crypto';
import test from 'ava';
import { maxKeysOfOwner } from '../../api/idempotency/repository.ts';
import { trimLogs } from '../../scripts/group/trim-logs.ts';
import { openGroup } from '../../scripts/lab/open-lab.ts';
import { newUser, prepare, withKey } from './support/keyed.ts';
import { useLab } from './support/lab.ts';

test.before(async () => (await useLab()).waitUntilWhole());

test.serial('what is kept of keyed requests stays small, however long the answers are', async (t) => {
  const { lab, rows, waitUntilEqual } = await useLab();
  const { ask, token } = await prepare();
  const long = { title: `Long ${randomUUID()}`, description: 'd', body: 'x'.repeat(60_000), tagList: [] };
  const { body } = await ask<{ article: { slug: string } }>('POST', '/articles', { token, json: { article: long } });
  const path = `/articles/${body.article.slug}/favorite`;
  const writtenBytes = async () => {
    await waitUntilEqual();
    const logs = await rows<{ File_size: string }>('mysql-1', 'SHOW BINARY LOGS');
    return logs.reduce((sum, { File_size: size }) => sum + Number(size), 0);
  };
  const before = await writtenBytes();
  for (let request = 0; request < 20; request += 1) {
    t.is((await ask('POST', path, { token, headers: withKey(randomUUID()) })).status, 200);
  }
  const bytes = (await writtenBytes()) - before;
  t.log(`${bytes} bytes of binary log for 20 keyed favorites of an article of 60,000 characters`);
  t.true(bytes < 500_000, `${bytes} bytes`);
  const lengths = 'SUM(LENGTH(id) + LENGTH(owner) + LENGTH(fingerprint) + 16) / COUNT(*) AS bytes';
  const [kept] = await rows<{ bytes: number }>('mysql-1', `SELECT ${lengths} FROM ${lab.database}.idempotent_requests`);
  t.true(Number(kept?.bytes) < 200);
  await ask('DELETE', `/articles/${body.article.slug}`, { token });
});

test.serial('of one user only the newest keys are kept', async (t) => {
  const { lab, rows, waitUntilEqual } = await useLab();
  const { ask, token, slug } = await prepare();
  const table = `${lab.database}.idempotent_requests`;
  const path = `/articles/${slug}/favorite`;
  await ask('POST', path, { token, headers: withKey(randomUUID()) });
  // Another member may serve what follows than the one that did this.
  await waitUntilEqual();
  const newest = `SELECT owner FROM ${table} ORDER BY created_at DESC LIMIT 1`;
  // As many more as may be kept, each a second older than the one before.
  await rows(
    'mysql-1',
    `SET SESSION cte_max_recursion_depth = 2000; INSERT INTO ${table} (id, owner, fingerprint, created_at)
    WITH RECURSIVE numbers AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM numbers WHERE n < ${maxKeysOfOwner})
    SELECT UNHEX(SHA2(UUID(), 256)), (SELECT owner FROM (${newest}) AS it), UNHEX(SHA2('', 256)), NOW(3) - INTERVAL n + 60 SECOND FROM numbers`,
  );
  await waitUntilEqual();
  const key = randomUUID();
  await ask('POST', path, { token, headers: withKey(key) });
  await waitUntilEqual();
  const [counted] = await rows<{ n: number }>(
    'mysql-1',
    `SELECT COUNT(*) AS n FROM ${table} WHERE owner = (SELECT owner FROM (${newest}) AS it)`,
  );
  t.is(Number(counted?.n), maxKeysOfOwner);
  t.is((await ask('POST', path, { token, headers: withKey(key) })).status, 200);
});

test.serial('the database keeps no token and no text of an answer', async (t) => {
  const { ask } = await prepare();
  const { lab, rows } = await useLab();
  const user = newUser('secret');
  const { status } = await ask('POST', '/users', { json: { user }, headers: withKey(randomUUID()) });
  t.is(status, 200);
  const columns = await rows<{ COLUMN_NAME: string }>(
    'mysql-1',
    `SELECT COLUMN_NAME FROM information_schema.columns
      WHERE table_schema = '${lab.database}' AND table_name = 'idempotent_requests'`,
  );
  const all = `CONCAT_WS(' ', ${columns.map(({ COLUMN_NAME: name }) => `CAST(${name} AS BINARY)`).join()})`;
  const sql = `SELECT COUNT(*) AS n, SUM(LOCATE('${user.username}', ${all}) > 0) AS readable FROM ${lab.database}.idempotent_requests`;
  const [row] = await rows<{ n: number; readable: number }>('mysql-1', sql);
  t.true(Number(row?.n) > 0);
  t.is(Number(row?.readable), 0);
});

test.serial('of binary logs that are too large all together, a member removes the oldest', async (t) => {
  const { lab, rows } = await useLab();
  const listLogs = async () =>
    (await rows<{ Log_name: string }>('mysql-2', 'SHOW BINARY LOGS')).map(({ Log_name: name }) => name);
  await rows('mysql-2', 'FLUSH BINARY LOGS');
  const logs = await listLogs();
  const member = openGroup(lab).member('mysql-2');
  t.is(await trimLogs(member), undefined);
  t.deepEqual(await listLogs(), logs, 'below the limit all stay');
  t.is(await trimLogs(member, 1), logs.at(-1));
  t.deepEqual(await listLogs(), logs.slice(-1));
});
