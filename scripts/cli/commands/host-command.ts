import { defineCommand } from 'citty';
import type { HostState } from '../../../roles/role.ts';
import { findHost, type Lab, openLab } from '../../lab/open-lab.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import type { Target } from '../../targets/target.ts';

export const hostArgument = {
  host: { type: 'positional', valueHint: 'HOST', description: 'The host, such as mysql-2', required: true },
} as const;

/** A command that does something to one host, and prints what it gives. */
export function defineHostCommand(act: (lab: Lab, host: Host) => Promise<string>) {
  return defineCommand({
    args: hostArgument,
    async run({ args }) {
      const lab = await openLab();
      const text = await act(lab, findHost(lab, args.host));
      console.log(text);
    },
  });
}

/** Refuses a command for a host that is in another state than the command needs. */
export async function requireState(target: Target, host: Host, wanted: HostState) {
  const state = await target.state(host);
  if (state === wanted) return;
  throw new UserError(`${host.name} is ${state}, not ${wanted}; nothing was done`, {
    next: state === 'stopped' ? `./lab start ${host.name}` : './lab status',
  });
}
