import { isGroupLost } from '../../scripts/group/quorum.ts';
import { type Lab, openGroup } from '../../scripts/lab/open-lab.ts';
import { bringUp } from '../../scripts/lifecycle/bring-up.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { withCommandLock } from '../../scripts/state/command-lock.ts';
import { collectStatus, isWhole } from '../../scripts/status/collect-status.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';

/** Refuses to break a lab that is broken already, as the verdict could not tell the two apart. */
export async function requireWhole(lab: Lab) {
  if (isWhole(await collectStatus(lab))) return;
  throw new UserError('The lab is not whole, so nothing was done to it', {
    next: './lab status shows what is missing; ./lab recover, or npm start',
  });
}

export interface WaitWholeOptions {
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Waits until every part of the lab works; false if that takes too long. */
export async function waitUntilWhole(lab: Lab, { timeoutMs, signal }: WaitWholeOptions): Promise<boolean> {
  const whole = async () => isWhole(await collectStatus(lab));
  const options = { what: 'the whole lab to work', timeoutMs, intervalMs: 300, signal };
  return await waitFor(whole, options).catch((error: unknown) => {
    if (error instanceof UserError) return false;
    throw error;
  });
}

/** Undoes everything that a schedule may have done, and waits until the lab is whole. */
export async function mend(lab: Lab) {
  if (isWhole(await collectStatus(lab))) return;
  const { target } = lab;
  await Promise.all(target.hosts.map((host) => mendMachine(target, host)));
  await Promise.all(target.hosts.map((host) => startHost(lab, host)));
  if (await waitUntilWhole(lab, { timeoutMs: (await isLost(lab)) ? 0 : 60_000 })) return;
  await withCommandLock(lab.config.stateDir, () => bringUp(lab, { force: false, tables: false }));
  if (await waitUntilWhole(lab, { timeoutMs: 60_000 })) return;
  throw new UserError('The lab could not be made whole again', { next: './lab status, then recover' });
}

async function mendMachine({ faults }: Lab['target'], host: Host) {
  await faults?.switchOn(host);
  await faults?.heal(host);
}

async function isLost(lab: Lab) {
  return isGroupLost(await openGroup(lab).report());
}
