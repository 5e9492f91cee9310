import { setTimeout as sleep } from 'node:timers/promises';
import { readProxyStatistics, serversOf } from '../../roles/haproxy/statistics.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';

const steadySeconds = 10;
const deadlineMs = 120_000;

/** Waits until every member is UP in HAProxy for ten seconds: after an import they miss some of its checks. */
export async function waitUntilSteady({ target, secrets }: Lab): Promise<void> {
  const untilMs = Date.now() + deadlineMs;
  while (!(await isSteady({ ...target.endpoints.stats, ...secrets.stats, timeoutMs: 2_000 }))) {
    if (Date.now() > untilMs)
      throw new Error('Not every member stays UP in HAProxy: see its page, or run the benchmark again.');
    await sleep(1_000);
  }
}

async function isSteady(source: Parameters<typeof readProxyStatistics>[0]): Promise<boolean> {
  const statistics = await readProxyStatistics(source).catch(() => undefined);
  const servers = serversOf(statistics, 'mysql');
  return (
    servers.length > 0 && servers.every((server) => server.status === 'UP' && server.statusForSeconds >= steadySeconds)
  );
}
