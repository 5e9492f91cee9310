import test from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { useLab } from './support/lab.ts';
import { startStranger } from './support/stranger.ts';

// Any program of this machine reaches the ports of the group. Only the lab's own members may get in.

const testLab = await useLab();
const [first] = testLab.lab.target.endpoints.members;

test.before(() => testLab.waitUntilWhole());

const groupSql = `SELECT MEMBER_PORT AS port, MEMBER_STATE AS state FROM performance_schema.replication_group_members
  WHERE MEMBER_STATE <> 'OFFLINE' ORDER BY port`;

for (const [how, mode] of [
  ['without TLS', 'DISABLED'],
  ['with a certificate of its own', 'REQUIRED'],
] as const) {
  test.serial(`a server that knows the group's name does not get in ${how}`, async (t) => {
    t.timeout(180_000);
    const stranger = await startStranger(testLab);
    try {
      const before = await testLab.rows(first?.name ?? '', groupSql);
      await stranger.connection.query(`SET GLOBAL group_replication_ssl_mode = ${mode}`);
      const join = stranger.connection.query('START GROUP_REPLICATION').then(
        () => 'joined',
        (error: Error) => error.message,
      );
      // No member may see it come, not even for a moment.
      const seen: unknown[] = [];
      const outcome = await waitFor(
        async () => {
          seen.push(await testLab.rows(first?.name ?? '', groupSql));
          return await Promise.race([join, new Promise<undefined>((done) => setTimeout(done, 50, undefined))]);
        },
        { what: 'the end of its try', timeoutMs: 150_000 },
      );
      t.regex(outcome, /fail|error/i);
      t.is(before.length, 3);
      for (const each of seen) t.deepEqual(each, before);
      const [rows] = await stranger.connection.query("SHOW DATABASES LIKE 'realworld'");
      t.deepEqual(rows, []);
    } finally {
      await stranger.stop();
    }
  });
}
