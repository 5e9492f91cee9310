import { isAway } from '../../roles/role.ts';
import { findLiveGroup } from '../group/quorum.ts';
import { isMember, type Lab, openGroup } from '../lab/open-lab.ts';
import type { Host } from '../settings/lab-file.ts';
import { waitFor } from '../waiting/wait.ts';

/** Starts a host, or lets it go on where it is frozen; does nothing where it runs. */
export async function startHost(lab: Lab, host: Host, options = { joinOnBoot: true }) {
  const { target } = lab;
  const state = await target.state(host);
  if (state === 'paused') return await target.resume(host);
  const joinOnBoot = options.joinOnBoot && !isLeftOut(lab, host);
  if (isMember(lab, host) && isAway(state) && joinOnBoot) await waitUntilMissed(lab, host);
  await target.start(host, { joinOnBoot });
}

/** Whether the group was begun without this member, so that only a reclone lets it in. */
export function isLeftOut({ record }: Lab, { name }: Host) {
  return record.leftOut?.includes(name) ?? false;
}

// A member that comes back before the group has missed it is turned away, and may wait half a minute to try again.
async function waitUntilMissed(lab: Lab, { name }: Host) {
  const group = openGroup(lab);
  const isMissed = async () =>
    findLiveGroup(await group.report()).every(({ view }) => view.every((entry) => entry.name !== name));
  await waitFor(isMissed, { what: `the group to miss ${name}`, timeoutMs: 15_000 }).catch(() => undefined);
}
