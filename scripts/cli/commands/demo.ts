import { defineCommand } from 'citty';
import { renderTwoHolders, runTwoHolders } from '../../../chaos/demo/two-holders.ts';
import { openLab } from '../../lab/open-lab.ts';
import { renderTable } from '../../messages/render-table.ts';
import { UserError } from '../../messages/user-error.ts';
import { requireLocks } from './locks.ts';

const names = ['two-holders'];

export const demo = defineCommand({
  args: { name: { type: 'positional', description: names.join(', '), required: true } },
  async run({ args }) {
    if (!names.includes(args.name)) {
      throw new UserError(`There is no demo "${args.name}"; nothing was done`, {
        next: `name one of: ${names.join(', ')}`,
      });
    }
    const lab = await openLab();
    requireLocks(lab);
    console.log(
      'A process takes a lock for 2 s and is frozen (SIGSTOP) at its work, until another has the lock and has written.',
    );
    console.log('… without tokens');
    const without = await runTwoHolders(lab, { hasToken: false });
    console.log('… with tokens, which the database compares in the transaction of each write');
    const withTokens = await runTwoHolders(lab, { hasToken: true });
    console.log(`\n${renderTable(['', 'WITHOUT TOKENS', 'WITH TOKENS'], renderTwoHolders([without, withTokens]))}`);
    if (withTokens.damaged > 0) process.exitCode = 1;
  },
});
