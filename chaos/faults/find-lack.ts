import type { Act, Scenario } from './schedule.ts';

const needsMachines: Act[] = ['partition', 'slow', 'heal'];

// What no target does yet, each with its reason.
const undone: Partial<Record<Act, string>> = {
  poweroff: 'nobody inside the lab can switch a machine on again',
  'fill the disk of': 'no target can fill the disk of one member alone and empty it again',
  'shift the clock of': 'no target can change the clock of one member alone',
};

/** Why a scenario cannot run here; undefined where it can. */
export function findLack({ steps }: Scenario, { hasMachines }: { hasMachines: boolean }): string | undefined {
  const acts = steps.map(({ act }) => act);
  const missing = acts.find((act) => undone[act] !== undefined);
  if (missing) return undone[missing];
  if (hasMachines || !acts.some((act) => needsMachines.includes(act))) return undefined;
  return 'the hosts of this lab are processes that share one network';
}
