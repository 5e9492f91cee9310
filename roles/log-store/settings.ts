import { join, resolve } from 'node:path';
import { UserError } from '../../scripts/messages/user-error.ts';
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
export function readLimits(view: LabView, folder: string) {
  const { environment } = view;
  const megabytes = (key: string, usual: number) =>
    readWholeNumber(environment, key, { usual, most: 1_000_000_000 }) * 1_048_576;
  return {
    keep: {
      days: readWholeNumber(environment, 'LOG_KEEP_DAYS', { usual: 15, most: 3_650 }),
      bytes: megabytes('LOG_KEEP_MB', 1_024),
    },
    leaveFreeBytes: megabytes('LOG_LEAVE_FREE_MB', 512),
    archiveFolder: chooseArchive(view, folder),
  };
}

function chooseArchive({ environment: { LOG_ARCHIVE: given }, hostsAre }: LabView, folder: string) {
  if (!given) return join(folder, 'archive');
  if (hostsAre === 'processes') return resolve(projectDir, given);
  const path = resolve(folder, given);
  if (path.startsWith(`${folder}/`)) return path;
  throw new UserError(`LOG_ARCHIVE is "${given}", and on its machine the log store can write in ${folder} only`, {
    next: `mount your folder there and set LOG_ARCHIVE=${folder}/archive, or unset it`,
  });
}
