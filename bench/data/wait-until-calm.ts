import { setTimeout as sleep } from 'node:timers/promises';
import { readProxyStatistics, serversOf } from '../../roles/haproxy/statistics.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';

const calmSeconds = 10;
const deadlineMs = 120_000;

/** Waits until HAProxy has had every member up for a while: after an import they are too busy to answer all of its checks. */
export async function waitUntilCalm({ target, secrets }: Lab): Promise<void> {
  const untilMs = Date.now() + deadlineMs;
  while (!(await isCalm({ ...target.endpoints.stats, ...secrets.stats, timeoutMs: 2_000 }))) {
    if (Date.now() > untilMs) throw new Error('HAProxy does not keep all members up: see its page, or repeat this.');
    await sleep(1_000);
  }
}

async function isCalm(source: Parameters<typeof readProxyStatistics>[0]): Promise<boolean> {
  const statistics = await readProxyStatistics(source).catch(() => undefined);
  const servers = serversOf(statistics, 'mysql');
  return (
    servers.length > 0 && servers.every((server) => server.status === 'UP' && server.statusForSeconds >= calmSeconds)
  );
}
