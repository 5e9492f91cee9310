import { setTimeout as sleep } from 'node:timers/promises';
import { askNodes, findLeader } from '../../roles/etcd/node-status.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import { type AlertCase, again, once } from './alert-case.ts';
import type { FaultTools } from './fault-tools.ts';
import { hostsOf } from './hosts-of-role.ts';

const twoOfThree = (tools: FaultTools) => hostsOf(tools, 'etcd').slice(0, 2);

/** Freezes the node that leads until the others have elected one. */
async function freezeLeader(tools: FaultTools): Promise<void> {
  const { target } = tools.lab;
  const leader = findLeader(hostsOf(tools, 'etcd'), await askNodes(target.view, { timeoutMs: 1_000 }));
  if (!leader) return;
  await target.pause(leader);
  await sleep(2_000);
  await target.resume(leader);
  await sleep(500);
}

/** What is done to the hosts of the profile locks. */
export const lockCases: AlertCase[] = [
  {
    title: 'Two of three nodes of etcd are killed',
    alerts: ['EtcdHasNoLeader', 'EtcdNodeDown'],
    profile: 'locks',
    begin: once(async (tools) => {
      for (const host of twoOfThree(tools)) await tools.lab.target.kill(host);
    }),
    async end(tools) {
      for (const host of twoOfThree(tools)) await startHost(tools.lab, host);
    },
  },
  {
    title: 'The node of etcd that leads freezes again and again',
    alerts: ['EtcdLeaderChangesOften'],
    profile: 'locks',
    begin: again(freezeLeader),
    end: async () => undefined,
  },
  {
    title: 'The limit of the database of etcd is set to what is there',
    alerts: ['EtcdDatabaseLarge'],
    profile: 'locks',
    begin: once(({ setRules }) =>
      setRules([{ record: 'limit:etcd_database:ratio', expr: 'vector(0)', labels: { from: 'chaos' } }]),
    ),
    end: ({ setRules }) => setRules(),
  },
];
