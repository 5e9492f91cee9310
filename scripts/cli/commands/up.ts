import { defineCommand } from 'citty';
import type { Lab } from '../../lab/open-lab.ts';
import { bringUp } from '../../lifecycle/bring-up.ts';
import { hasNewAccounts } from '../../lifecycle/form-lab-group.ts';
import { openInMode, stopFrontEnd } from '../../lifecycle/lab-mode.ts';
import { splitList } from '../../settings/config.ts';
import { withCommandLock } from '../../state/command-lock.ts';
import { saveLabRecord } from '../../state/lab-record.ts';
import { collectStatus, isWhole } from '../../status/collect-status.ts';
import { renderNextSteps } from '../../status/next-steps.ts';
import { renderStatus } from '../../status/render-status.ts';

export const up = defineCommand({
  meta: {
    name: 'up',
    description: 'Start every host that is not running, bring the group together, wait until all parts answer',
  },
  args: {
    with: {
      type: 'string',
      description: 'Start these profiles of lab.json too, such as NAME,NAME; the lab remembers them',
    },
    naive: {
      type: 'boolean',
      description: "Run HAProxy's tutorial configuration and the API without its care, to compare",
    },
    force: {
      type: 'boolean',
      description: 'Begin the group without members that do not answer; what only they have is lost',
    },
    migrate: {
      type: 'boolean',
      default: true,
      description: 'Create or change the tables',
      negativeDescription: 'Leave the tables alone',
    },
    page: {
      type: 'boolean',
      default: true,
      description: 'Run the watcher, which records the lab',
      negativeDescription: 'Run no watcher: nothing is recorded',
    },
  },
  async run({ args }) {
    const startedMs = Date.now();
    const lab = await openInMode({ naive: args.naive ?? false, profiles: splitList(args.with) });
    await chooseWatched(lab, args.page);
    const before = await collectStatus(lab);
    const newAccounts = hasNewAccounts(lab);
    if (isWhole(before) && !newAccounts) {
      console.log(`The lab is up already; nothing was changed.\n\n${renderStatus(before)}\n\n${renderNextSteps(lab)}`);
      return;
    }
    if (newAccounts) await stopFrontEnd(lab);
    const options = { force: args.force ?? false, tables: args.migrate };
    const story = await withCommandLock(lab.config.stateDir, () => bringUp(lab, options));
    const after = await collectStatus(lab);
    console.log([...story, '', renderStatus(after), '', renderNextSteps(lab)].join('\n'));
    if (!isWhole(after)) process.exitCode = 1;
    else console.log(`\nEverything answers, ${Math.round((Date.now() - startedMs) / 1000)} s after the command.`);
  },
});

async function chooseWatched({ target, record, config }: Lab, watched: boolean) {
  if (watched === (record.watched ?? true)) return;
  record.watched = watched;
  await saveLabRecord(config.stateDir, record);
  if (!watched) await target.watcher?.stop();
}
