import test from 'ava';
import { type Connection, createConnection } from 'mysql2/promise';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { useLab } from '../cluster/support/lab.ts';
import { askProxy } from '../cluster/support/routing.ts';

// What becomes of the sessions that HAProxy has opened to a member that dies or freezes.

const testLab = await useLab();
const { lab } = testLab;
const victim = lab.target.endpoints.members[2] ?? { name: '', mysql: { address: '', port: 0 } };

test.before(() => testLab.waitUntilWhole());
test.afterEach.always(() => testLab.waitUntilWhole());

for (const [fault, harm] of [
  ['killed', testLab.kill],
  ['frozen', testLab.pause],
] as const) {
  test.serial(`a member that is ${fault} is out, and its sessions ended, within 1.5 s`, async (t) => {
    const sessions = await openThroughProxy(9);
    const startedMs = performance.now();
    await harm(victim.name);
    await waitFor(async () => !(await askProxy(testLab, victim.name)).routed, {
      what: 'DOWN',
      timeoutMs: 5_000,
      intervalMs: 10,
    });
    const tookMs = performance.now() - startedMs;
    const ended = await Promise.all(sessions.map(({ connection }) => connection.ping().then(...wasEnded)));
    for (const { connection } of sessions) connection.destroy();
    t.log(`DOWN after ${Math.round(tookMs)} ms, ${ended.filter(Boolean).length} of 9 sessions ended`);
    // 1.5 s is the promise; twice that, because other work may have the processor.
    t.true(tookMs < 3_000, `took ${tookMs} ms`);
    t.true(sessions.some(({ port }) => port === victim.mysql.port));
    t.deepEqual(
      ended,
      sessions.map(({ port }) => port === victim.mysql.port),
    );
  });
}

const wasEnded = [() => false, () => true] as const;

interface Session {
  connection: Connection;
  /** The member it leads to. */
  port: number | undefined;
}

async function openThroughProxy(count: number): Promise<Session[]> {
  const { address: host, port } = lab.target.endpoints.database;
  const { username: user, password } = lab.secrets.application;
  const sessions: Session[] = [];
  for (let index = 0; index < count; index += 1) {
    const connection = await createConnection({ host, port, user, password });
    connection.on('error', () => undefined);
    const [rows] = await connection.query({ sql: 'SELECT @@port', rowsAsArray: true });
    sessions.push({ connection, port: (rows as unknown as number[][])[0]?.[0] });
  }
  return sessions;
}
