import { UserError } from '../messages/user-error.ts';
import type { Lab } from './open-lab.ts';

/** Fails with the next step where a profile of the lab is off. */
export function requireProfile({ record }: Pick<Lab, 'record'>, profile: string): void {
  if (record.profiles?.includes(profile)) return;
  throw new UserError(`The profile "${profile}" is not on`, { next: `./lab add ${profile}` });
}
