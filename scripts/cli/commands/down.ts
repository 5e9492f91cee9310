import { defineCommand } from 'citty';
import { openLab } from '../../lab/open-lab.ts';
import { takeDown } from '../../lifecycle/take-down.ts';
import { withCommandLock } from '../../state/command-lock.ts';

export const down = defineCommand({
  async run() {
    const lab = await openLab();
    const stopped = await withCommandLock(lab.config.stateDir, () => takeDown(lab));
    console.log(
      stopped > 0 ? 'The lab is down. Its data stays: npm start brings it back.' : 'The lab was down already.',
    );
  },
});
