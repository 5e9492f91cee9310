import type { FaultLacks } from '../../scripts/targets/target.ts';
import type { Action, Scenario } from './scenario.ts';

const needsMachines: Action[] = ['poweroff', 'switch on', 'partition', 'slow', 'heal'];

/** Why a scenario cannot run here; undefined if it can. `lacks` is undefined where hosts are processes. */
export function findSkipReason({ schedule }: Scenario, lacks: FaultLacks | undefined): string | undefined {
  const actions = schedule.map(({ action }) => action);
  if (!actions.some((action) => needsMachines.includes(action))) return undefined;
  if (!lacks) return 'the hosts of this lab are processes that share one network';
  if (actions.includes('slow') && lacks.slow) return lacks.slow;
  return actions.includes('poweroff') ? lacks.switchOn : undefined;
}
