import { join, resolve } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Account } from '../../scripts/state/secrets.ts';
import type { LabView } from '../view.ts';
import { readWholeNumber } from '../whole-number.ts';
import type { KeepLimits } from './store/retention.ts';

/** What the log store has to know, as its file says it. */
export interface LogStoreSettings {
  listen: Endpoint;
  account: Account;
  folder: string;
  archiveFolder: string;
  keep: KeepLimits;
  leaveFreeBytes: number;
}

/** What a person may set of the log store. */
export function readLimits({ environment }: LabView, folder: string) {
  const megabytes = (key: string, usual: number) =>
    readWholeNumber(environment, key, { usual, most: 1_000_000 }) * 1_048_576;
  return {
    keep: {
      days: readWholeNumber(environment, 'LOG_KEEP_DAYS', { usual: 15, most: 3_650 }),
      bytes: megabytes('LOG_KEEP_MB', 1_024),
    },
    leaveFreeBytes: megabytes('LOG_LEAVE_FREE_MB', 512),
    archiveFolder: environment.LOG_ARCHIVE ? resolve(projectDir, environment.LOG_ARCHIVE) : join(folder, 'archive'),
  };
}
