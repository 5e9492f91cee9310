import { setTimeout as sleep } from 'node:timers/promises';
import { isMember, type Lab } from '../../scripts/lab/open-lab.ts';
import { openInMode } from '../../scripts/lifecycle/lab-mode.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import { withCommandLock } from '../../scripts/state/command-lock.ts';
import { saveLabRecord } from '../../scripts/state/lab-record.ts';
import { requireWhole, waitUntilWhole } from './mend.ts';

export type Variant = 'hardened' | 'naive';

// Both variants begin with connections that are open already.
const settleMs = 2_000;
// The nodes of RabbitMQ take longest.
const wholeTimeoutMs = 120_000;

/** Opens the lab in this variant, and restarts HAProxy and the API if it ran in the other one. */
export async function enterVariant(variant: Variant): Promise<Lab> {
  const lab = await openInMode({ naive: variant === 'naive', profiles: [] });
  await saveLabRecord(lab.config.stateDir, lab.record);
  const frontEnd = lab.target.hosts.filter((host) => !isMember(lab, host));
  const states = await Promise.all(frontEnd.map((host) => lab.target.state(host)));
  if (states.every((state) => state === 'running')) return lab;
  await withCommandLock(lab.config.stateDir, async () => {
    for (const host of frontEnd) await startHost(lab, host);
  });
  await waitUntilWhole(lab, { timeoutMs: wholeTimeoutMs });
  await requireWhole(lab);
  await sleep(settleMs);
  return lab;
}
