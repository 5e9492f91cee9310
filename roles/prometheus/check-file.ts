import { execa } from 'execa';
import { UserError } from '../../scripts/messages/user-error.ts';

/** Has a program's own tool check what the lab has written for it; throws what the tool says. */
export async function checkFile([command, ...args]: [string, ...string[]]) {
  const { failed, all } = await execa(command, args, { all: true, reject: false, timeout: 20_000 });
  if (!failed) return;
  throw new UserError(`A file of the profile monitor cannot be used:\n${all}`, {
    next: 'mend the setting or the rule that it names, then repeat the command',
  });
}
