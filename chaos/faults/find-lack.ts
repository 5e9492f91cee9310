import type { FaultLacks } from '../../scripts/targets/target.ts';
import type { Act, Scenario } from './schedule.ts';

const needsMachines: Act[] = ['poweroff', 'switch on', 'partition', 'slow', 'heal'];

// What no target does yet, each with its reason.
const undone: Partial<Record<Act, string>> = {
  'fill the disk of': 'no target can fill the disk of one member alone and empty it again',
  'shift the clock of': 'no target can change the clock of one member alone',
};

/** Why a scenario cannot run here; undefined where it can. Hosts without machines have no lacks to tell of. */
export function findLack({ steps }: Scenario, lacks: FaultLacks | undefined): string | undefined {
  const acts = steps.map(({ act }) => act);
  const missing = acts.find((act) => undone[act] !== undefined);
  if (missing) return undone[missing];
  if (!acts.some((act) => needsMachines.includes(act))) return undefined;
  if (!lacks) return 'the hosts of this lab are processes that share one network';
  if (acts.includes('slow') && lacks.slow) return lacks.slow;
  return acts.includes('poweroff') ? lacks.switchOn : undefined;
}
