import type { NetworkFault } from '../../scripts/explain/network.ts';

const byState: Record<string, string[]> = {
  running: ['kill', 'stop', 'pause'],
  paused: ['resume', 'kill'],
  stopped: ['start'],
  restarting: ['stop'],
};

export interface HostCondition {
  /** What its process or machine does. */
  state: string;
  network: NetworkFault | undefined;
  canReload: boolean;
  /** Whether it is a machine, with a network and a power supply of its own. */
  isMachine: boolean;
}

/** What can be done to a host now, in the words of the command line. */
export function listActions({ state, network, canReload, isMachine }: HostCondition): string[] {
  const isRunning = state === 'running';
  const more = isMachine && isRunning ? (network ? ['poweroff'] : ['partition', 'slow', 'poweroff']) : [];
  return [
    ...(byState[state] ?? []),
    ...(isRunning && canReload ? ['reload'] : []),
    ...(network ? ['heal'] : []),
    ...more,
  ];
}
