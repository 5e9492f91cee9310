import type { Host } from '../../scripts/settings/lab-file.ts';
import type { FaultLacks } from '../../scripts/targets/target.ts';
import type { Action, Scenario } from './scenario.ts';

const needsMachines: Action[] = ['poweroff', 'switch on', 'partition', 'slow', 'heal'];

interface Place {
  hosts: Pick<Host, 'role'>[];
  /** What machines cannot do; undefined where hosts are processes. */
  lacks: FaultLacks | undefined;
}

/** Why a scenario cannot run in this lab; undefined if it can. */
export function findSkipReason(scenario: Scenario, { hosts, lacks }: Place): string | undefined {
  return findMissingHosts(scenario, hosts) ?? findMissingMachines(scenario, lacks);
}

function findMissingHosts({ needs }: Scenario, hosts: Place['hosts']) {
  if (!needs) return undefined;
  const { role, count } = needs;
  const found = hosts.filter((host) => host.role === role).length;
  return found < count ? `it needs ${count} with the role "${role}", and the lab has ${found}` : undefined;
}

function findMissingMachines({ schedule }: Scenario, lacks: Place['lacks']) {
  const actions = schedule.map(({ action }) => action);
  if (!actions.some((action) => needsMachines.includes(action))) return undefined;
  if (!lacks) return 'the hosts of this lab are processes that share one network';
  if (actions.includes('slow') && lacks.slow) return lacks.slow;
  return actions.includes('poweroff') ? lacks.switchOn : undefined;
}
