import { defineCommand } from 'citty';
import { openLab } from '../../lab/open-lab.ts';
import { UserError } from '../../messages/user-error.ts';
import { type Config, projectDir, readConfig } from '../../settings/config.ts';
import { withCommandLock } from '../../state/command-lock.ts';
import { requireLab } from '../../state/state-dir.ts';
import { destroyLocalLab } from '../../targets/local/local-target.ts';

export const destroy = defineCommand({
  args: { yes: { type: 'boolean', description: 'Do it; without this it only says what it would do' } },
  async run({ args }) {
    const config = readConfig();
    await requireLab(config.stateDir, projectDir);
    if (!args.yes) {
      throw new UserError(
        `This would end every host and delete ${config.stateDir} with all data, logs and passwords of the lab`,
        {
          next: './lab destroy --yes',
        },
      );
    }
    await withCommandLock(config.stateDir, () => destroyLab(config));
    console.log(`The lab is gone, and ${config.stateDir} with it.`);
  },
});

// A damaged lab can still be removed, as far as it is on this machine.
async function destroyLab(config: Config) {
  const lab = await openLab().catch((error: unknown) => {
    if (config.hostsAre === 'machines') throw error;
    return undefined;
  });
  if (lab) return await lab.target.destroy();
  await destroyLocalLab(config.stateDir);
}
