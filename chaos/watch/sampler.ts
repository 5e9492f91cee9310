import { setTimeout as sleep } from 'node:timers/promises';
import { readProxyStatistics, serversOf } from '../../roles/haproxy/statistics.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Sample } from '../history.ts';
import { describeMembers } from './describe-members.ts';
import { watchMember } from './watch-member.ts';

const intervalMs = 200;
const memoryEverySamples = 10;

/** Looks at members and HAProxy several times a second until it is stopped. */
export function startSampler(lab: Lab, { nowMs }: { nowMs(): number }) {
  const { members } = lab.target.endpoints;
  const watches = members.map((member) => watchMember(member, { account: lab.secrets.monitor, members }));
  const samples: Sample[] = [];
  let stopped = false;
  const take = async (): Promise<Sample> => {
    const atMs = Math.round(nowMs());
    const wantsMemory = samples.length % memoryEverySamples === 0;
    const [views, routed, memoryMb] = await Promise.all([
      Promise.all(watches.map((watch) => watch.ask())),
      listRouted(lab),
      wantsMemory ? readMemory(lab) : undefined,
    ]);
    return { atMs, members: describeMembers(views, routed), ...(memoryMb && { memoryMb }) };
  };
  const run = async () => {
    while (!stopped) {
      const startedMs = nowMs();
      samples.push(await take());
      await sleep(Math.max(20, intervalMs - (nowMs() - startedMs)));
    }
  };
  const running = run();
  return {
    samples,
    async stop() {
      stopped = true;
      await running;
      for (const watch of watches) watch.close();
    },
  };
}

async function listRouted({ target, secrets }: Lab): Promise<Set<string>> {
  const { members, stats } = target.endpoints;
  const proxy = await readProxyStatistics({ ...stats, ...secrets.stats, timeoutMs: 400 }).catch(() => undefined);
  const servers = serversOf(proxy, 'mysql');
  return new Set(members.filter((_, index) => servers[index]?.routed).map(({ name }) => name));
}

async function readMemory({ target }: Lab): Promise<Sample['memoryMb']> {
  const memoryOf = async (role: 'web' | 'haproxy') => {
    const hosts = target.hosts.filter((each) => each.role === role);
    const each = await Promise.all(hosts.map((host) => target.memoryMb?.(host)));
    const known = each.filter((megabytes) => megabytes !== undefined);
    return known.length === 0 ? undefined : Math.round(known.reduce((sum, one) => sum + one, 0) * 10) / 10;
  };
  const [api, haproxy] = await Promise.all([memoryOf('web'), memoryOf('haproxy')]);
  return { ...(api && { api }), ...(haproxy && { haproxy }) };
}
