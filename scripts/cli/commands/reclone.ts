import { defineCommand } from 'citty';
import { findLiveGroup } from '../../group/quorum.ts';
import { findMember, type Lab, openGroup, openLab } from '../../lab/open-lab.ts';
import { recloneMember } from '../../lifecycle/reclone-member.ts';
import { runSteps } from '../../messages/run-steps.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import { withCommandLock } from '../../state/command-lock.ts';

export const reclone = defineCommand({
  args: {
    host: { type: 'positional', valueHint: 'MEMBER', description: 'The member, such as mysql-2', required: true },
    yes: { type: 'boolean', description: 'Do it; without this it only says what it would do' },
  },
  async run({ args }) {
    const lab = await openLab();
    const host = findMember(lab, args.host);
    if (!args.yes) throw notConfirmed(host);
    await requireOthers(lab, host);
    const saved = await withCommandLock(lab.config.stateDir, () => recloneMember(lab, host, runSteps));
    console.log(`${host.name} is ONLINE as a copy of the group. Its old binary logs are in ${saved}`);
  },
});

// Its data may be the last copy of something: only a group that lives without it makes it expendable.
async function requireOthers(lab: Lab, host: Host) {
  const live = findLiveGroup(await openGroup(lab).report());
  if (live.some(({ name }) => name !== host.name)) return;
  throw new UserError(
    `No group runs without ${host.name}, so there is nothing it could be made a copy of; nothing was changed`,
    {
      next: './lab recover',
    },
  );
}

function notConfirmed({ name }: Host) {
  return new UserError(
    `This would stop ${name}, move its binary logs to the lab's folder "saved", delete its data and copy the group to it`,
    { next: `./lab reclone ${name} --yes` },
  );
}
