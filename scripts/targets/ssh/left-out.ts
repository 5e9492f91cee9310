import type { Host } from '../../settings/lab-file.ts';
import type { LabRecord } from '../../state/lab-record.ts';
import { HostAwayError } from '../host-away-error.ts';
import { addressOf } from './machine-addresses.ts';
import type { MachineHost } from './machine-host.ts';

export interface ShutOutOptions {
  members: Host[];
  prefix: string;
  record: LabRecord;
  machine(host: Host): MachineHost;
}

/** Which members refuse which addresses: those of members that the group was begun without, until they are copies of it. */
export function planShutOut({ members, prefix, record }: Omit<ShutOutOptions, 'machine'>) {
  const isLeftOut = ({ name }: Host) => record.leftOut?.includes(name) ?? false;
  const addresses = members.filter(isLeftOut).map((host) => addressOf(host, prefix));
  return { at: members.filter((host) => !isLeftOut(host)), addresses };
}

/**
 * Has the members refuse those that the group was begun without: a machine that was away then does not know it, and joins
 * by itself when it boots; once the others have used up its transactions' numbers, MySQL would not notice either.
 */
export async function shutOut({ machine, ...options }: ShutOutOptions) {
  const { at, addresses } = planShutOut(options);
  await Promise.all(
    at.map((host) =>
      machine(host)
        .act(['shut-out', ...addresses])
        .catch(ignoreAway),
    ),
  );
}

/** What a machine that does not answer misses, it is told the next time. */
export function ignoreAway(error: unknown) {
  if (!(error instanceof HostAwayError)) throw error;
  return undefined;
}
