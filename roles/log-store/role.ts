import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { createAccount } from '../../scripts/state/secrets.ts';
import { lookAtMetrics } from '../look-at-metrics.ts';
import { dataFolderOf, planOwnProgram } from '../own-program.ts';
import type { Role } from '../role.ts';
import type { LabView } from '../view.ts';
import { type LogStoreSettings, readLimits } from './settings.ts';

/** What keeps the lines of all logs and finds them again; it takes them in Elasticsearch's words. */
export const role: Role = {
  title: 'Log store',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: [],

  programs: [],

  secrets: () => ({ logStore: createAccount('lab') }),
  plan: (host, view) => planOwnProgram(host, view, { main: 'roles/log-store/main.ts', settings: describe(host, view) }),
  canWait: true,

  metrics: (host, view) => [{ job: 'logs', instance: host.name, at: view.at(host, 'http') }],
  look: lookAtMetrics,
};

function describe(host: Host, view: LabView): LogStoreSettings {
  const folder = dataFolderOf(host, view);
  return {
    listen: view.at(host, 'http'),
    account: view.secrets.logStore as LogStoreSettings['account'],
    folder: join(folder, 'data'),
    ...readLimits(view, folder),
  };
}
