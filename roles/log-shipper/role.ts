import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { lookAtMetrics } from '../look-at-metrics.ts';
import { dataFolderOf, planOwnProgram } from '../own-program.ts';
import type { Role } from '../role.ts';
import type { LabView } from '../view.ts';
import { chooseTarget, listJournals, type ShipperSettings } from './settings.ts';

/** What sends each line of each host's log to the log store. */
export const role: Role = {
  title: 'Log shipper',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: ['log-store'],

  programs: [],

  plan: (host, view) =>
    planOwnProgram(host, view, { main: 'roles/log-shipper/main.ts', settings: describe(host, view) }),
  canWait: true,
  followsProfiles: true,

  metrics: (host, view) => [{ job: 'logs', instance: host.name, at: view.at(host, 'http') }],
  look: lookAtMetrics,
};

const describe = (host: Host, view: LabView): ShipperSettings => ({
  listen: view.at(host, 'http'),
  ...(view.hostsAre === 'processes' && { hostsFolder: join(view.stateDir, 'hosts') }),
  lab: view.record.groupUuid.slice(0, 8),
  journals: listJournals(view),
  positionsFolder: dataFolderOf(host, view),
  target: chooseTarget(view),
});
