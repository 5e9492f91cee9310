import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { readProxyStatistics } from '../../../roles/haproxy/statistics.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import type { TestLab } from './lab.ts';

/** What HAProxy thinks of one member right now. */
export async function askProxy({ lab }: TestLab, name: string) {
  const { servers } = await readProxyStatistics({
    ...lab.target.endpoints.stats,
    ...lab.secrets.stats,
    timeoutMs: 2_000,
  });
  const server = servers.find((each) => each.name === name);
  if (!server) throw new Error(`HAProxy knows no ${name}`);
  return server;
}

/** Wait until HAProxy leaves the member out and gives this reason; how long that took. */
export async function waitUntilRefused(testLab: TestLab, name: string, reason: RegExp) {
  const startedMs = performance.now();
  await waitFor(
    async () => {
      const { routed, lastCheck } = await askProxy(testLab, name);
      return !routed && reason.test(lastCheck);
    },
    { what: `HAProxy to leave ${name} out because of ${reason}`, timeoutMs: 20_000, intervalMs: 20 },
  );
  return performance.now() - startedMs;
}

/** A connection of its own to one member, as administrator, for what has to be held open. */
export async function openSession({ lab }: TestLab, name: string) {
  const { mysql } = lab.target.endpoints.members.find((member) => member.name === name) ?? {};
  if (!mysql) throw new Error(`no member ${name}`);
  const { username, password } = lab.secrets.root;
  return createConnection({
    host: mysql.address,
    port: mysql.port,
    user: username,
    password,
    multipleStatements: true,
  });
}

/** Open a connection through HAProxy as a client does; which member answered, or the error, and after how long. */
export async function knock({ lab }: TestLab) {
  const { address, port } = lab.target.endpoints.database;
  const { username, password } = lab.secrets.application;
  const startedMs = performance.now();
  const answer = await createConnection({ host: address, port, user: username, password, connectTimeout: 5_000 })
    .then(async (connection) => {
      const [rows] = await connection.query({ sql: 'SELECT @@port', rowsAsArray: true });
      connection.destroy();
      return { port: (rows as unknown as number[][])[0]?.[0] };
    })
    .catch((error: Error) => ({ error }));
  return { ...answer, tookMs: performance.now() - startedMs };
}

/** Knock again and again until the promise is settled; the ports of all members that answered. */
export async function knockWhile(testLab: TestLab, busy: Promise<unknown>) {
  let isBusy = true;
  const done = busy.finally(() => {
    isBusy = false;
  });
  const ports: (number | undefined)[] = [];
  while (isBusy) {
    const answer = await knock(testLab);
    if ('port' in answer) ports.push(answer.port);
    await sleep(10);
  }
  await done;
  return ports;
}
