import type { LabView } from '../view.ts';
import { readWholeNumber } from '../whole-number.ts';

/** What a person may set of Prometheus, and its range. */
const ranges = {
  // The rules look back over 150 s, which then hold two answers at least.
  MONITOR_SCRAPE_SECONDS: { usual: 2, most: 60 },
  MONITOR_KEEP_DAYS: { usual: 15, most: 3_650 },
  MONITOR_KEEP_MB: { usual: 1_024, most: 1_000_000 },
};

/** A setting of Prometheus: a whole number from 1. */
export const readNumber = (environment: LabView['environment'], key: keyof typeof ranges) =>
  readWholeNumber(environment, key, ranges[key]);
