import { UserError } from '../scripts/messages/user-error.ts';
import type { LabView } from './view.ts';

/** A setting that is a whole number from 1, such as MONITOR_KEEP_DAYS. */
export function readWholeNumber(
  environment: LabView['environment'],
  key: string,
  { usual, most }: { usual: number; most: number },
): number {
  const given = environment[key];
  if (!given) return usual;
  if (/^[1-9]\d{0,14}$/.test(given) && Number(given) <= most) return Number(given);
  throw new UserError(`${key} is "${given}", and has to be a whole number from 1 to ${most}`, {
    next: `unset ${key}`,
  });
}
