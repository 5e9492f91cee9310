import test from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { useLab } from '../cluster/support/lab.ts';
import { startStranger } from '../cluster/support/stranger.ts';

// Any program of this machine reaches the ports of the group. Only the lab's own members may get in.

const testLab = await useLab();
const [first] = testLab.lab.target.endpoints.members;

test.before(() => testLab.waitUntilWhole());

const groupSql = `SELECT MEMBER_PORT AS port, MEMBER_STATE AS state FROM performance_schema.replication_group_members
  WHERE MEMBER_STATE <> 'OFFLINE' ORDER BY port`;

test.serial("a server that knows the group's name does not get in with a certificate of its own", async (t) => {
  t.timeout(300_000);
  const stranger = await startStranger(testLab);
  try {
    const before = await testLab.rows(first?.name ?? '', groupSql);
    await stranger.tryToJoin();
    const seen: unknown[] = [];
    const areRefused = async () => {
      seen.push(await testLab.rows(first?.name ?? '', groupSql));
      return stranger.countRefusals() >= 2;
    };
    await waitFor(areRefused, { what: 'the stranger to be refused twice', timeoutMs: 120_000 });
    t.is(before.length, 3);
    for (const each of seen) t.deepEqual(each, before);
    const [databases] = await stranger.connection.query('SHOW DATABASES LIKE ?', [testLab.lab.database]);
    t.deepEqual(databases, []);
  } finally {
    await stranger.stop();
  }
});
