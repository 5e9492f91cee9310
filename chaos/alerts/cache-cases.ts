import { askServer } from '../../roles/valkey/ask.ts';
import { memoryMb, passwordOf } from '../../roles/valkey/configuration.ts';
import { askValkey } from '../../roles/valkey/valkey-status.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { type AlertCase, once } from './alert-case.ts';
import type { FaultTools } from './fault-tools.ts';
import { hostsOf, killAll, startAll } from './hosts-of-role.ts';

const timeoutMs = 5_000;

const tell = ({ lab: { target } }: FaultTools, host: Host, command: string[]) =>
  askServer(target.view.at(host, 'valkey'), command, { password: passwordOf(target.view), timeoutMs });

const tellAll = (tools: FaultTools, command: string[]) =>
  Promise.all(hostsOf(tools, 'valkey').map((host) => tell(tools, host, command)));

/** Whatever a Valkey keeps is as much as it may keep. */
async function limitToUsed(tools: FaultTools): Promise<void> {
  for (const host of hostsOf(tools, 'valkey')) {
    const { usedBytes } = await askValkey(tools.lab.target.view, host, { timeoutMs });
    await tell(tools, host, ['CONFIG', 'SET', 'maxmemory', String(usedBytes)]);
  }
}

/** What is done to the hosts of the profile cache. */
export const cacheCases: AlertCase[] = [
  {
    title: 'All Valkeys are killed',
    alerts: ['ValkeyHasNoPrimary', 'ValkeyDown', 'ApiKeepsNoCopies'],
    profile: 'cache',
    begin: once((tools) => killAll(tools, 'valkey')),
    end: (tools) => startAll(tools, 'valkey'),
  },
  {
    // A primary asks no other for its password.
    title: 'The replicas have a password that is wrong',
    alerts: ['ValkeyReplicaNotConnected'],
    profile: 'cache',
    begin: once(async (tools) => {
      await tellAll(tools, ['CONFIG', 'SET', 'masterauth', 'wrong']);
      await tellAll(tools, ['CLIENT', 'KILL', 'TYPE', 'replica']);
    }),
    end: (tools) => tellAll(tools, ['CONFIG', 'SET', 'masterauth', passwordOf(tools.lab.target.view)]),
  },
  {
    title: 'The Valkeys may keep no more than they have',
    alerts: ['ValkeyMemoryFull'],
    profile: 'cache',
    begin: once(limitToUsed),
    end: (tools) => tellAll(tools, ['CONFIG', 'SET', 'maxmemory', `${memoryMb}mb`]),
  },
];
