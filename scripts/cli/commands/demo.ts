import { defineCommand } from 'citty';
import type { Demo } from '../../../chaos/demo/demo.ts';
import { stale } from '../../../chaos/demo/stale.ts';
import { twoHolders } from '../../../chaos/demo/two-holders.ts';
import { openLab } from '../../lab/open-lab.ts';
import { requireProfile } from '../../lab/require-profile.ts';
import { UserError } from '../../messages/user-error.ts';

const demos = new Map<string, Demo>([
  ['two-holders', twoHolders],
  ['stale', stale],
]);
const names = [...demos.keys()].join(', ');

export const demo = defineCommand({
  args: { name: { type: 'positional', description: names, required: true } },
  async run({ args }) {
    const found = demos.get(args.name);
    if (!found) {
      throw new UserError(`There is no demo "${args.name}"; nothing was done`, { next: `name one of: ${names}` });
    }
    const lab = await openLab();
    requireProfile(lab, found.profile);
    if (!(await found.play(lab))) process.exitCode = 1;
  },
});
