import { defineCommand } from 'citty';
import { openLab } from '../../lab/open-lab.ts';
import { takeDown } from '../../lifecycle/take-down.ts';
import { withCommandLock } from '../../state/command-lock.ts';

export const down = defineCommand({
  meta: { name: 'down', description: 'Stop every host cleanly; the data stays, and the next start recovers it' },
  async run() {
    const lab = await openLab();
    const stopped = await withCommandLock(lab.config.stateDir, () => takeDown(lab));
    console.log(
      stopped > 0 ? 'The lab is down. Its data stays: npm start brings it back.' : 'The lab was down already.',
    );
  },
});
