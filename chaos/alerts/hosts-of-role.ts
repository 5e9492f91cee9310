import { startHost } from '../../scripts/lifecycle/start-host.ts';
import type { FaultTools } from './fault-tools.ts';

/** The hosts of a role, for what is done to all of them. */
export const hostsOf = ({ lab }: FaultTools, role: string) => lab.target.view.hostsOf(role);

/** Kills every host of a role. */
export async function killAll(tools: FaultTools, role: string): Promise<void> {
  for (const host of hostsOf(tools, role)) await tools.lab.target.kill(host);
}

/** Starts every host of a role. */
export async function startAll(tools: FaultTools, role: string): Promise<void> {
  for (const host of hostsOf(tools, role)) await startHost(tools.lab, host);
}
