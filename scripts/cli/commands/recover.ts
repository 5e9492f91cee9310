import { defineCommand } from 'citty';
import { openLab } from '../../lab/open-lab.ts';
import { bringUp } from '../../lifecycle/bring-up.ts';
import { withCommandLock } from '../../state/command-lock.ts';
import { collectStatus, isWhole } from '../../status/collect-status.ts';
import { renderStatus } from '../../status/render-status.ts';

export const recover = defineCommand({
  args: {
    force: {
      type: 'boolean',
      description: 'Go on without members that do not answer; writes that only they have are lost for ever',
    },
  },
  async run({ args }) {
    const lab = await openLab();
    const story = await withCommandLock(lab.config.stateDir, () =>
      bringUp(lab, { force: args.force ?? false, tables: false }),
    );
    const after = await collectStatus(lab);
    console.log(
      [
        ...(story.length > 0 ? story : ['The group was not lost; nothing had to be put together.']),
        '',
        renderStatus(after),
      ].join('\n'),
    );
    if (!isWhole(after)) process.exitCode = 1;
  },
});
