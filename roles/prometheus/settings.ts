import { UserError } from '../../scripts/messages/user-error.ts';
import type { LabView } from '../view.ts';

/** What a person may set of Prometheus, and its range. */
const ranges = {
  MONITOR_SCRAPE_SECONDS: { usual: 2, most: 300 },
  MONITOR_KEEP_DAYS: { usual: 15, most: 3_650 },
  MONITOR_KEEP_MB: { usual: 1_024, most: 1_000_000 },
};

/** A setting of Prometheus: a whole number from 1. */
export function readNumber(environment: LabView['environment'], key: keyof typeof ranges): number {
  const { usual, most } = ranges[key];
  const given = environment[key];
  if (!given) return usual;
  if (/^[1-9]\d{0,8}$/.test(given) && Number(given) <= most) return Number(given);
  throw new UserError(`${key} is "${given}", and has to be a whole number from 1 to ${most}`, {
    next: `unset ${key}`,
  });
}
