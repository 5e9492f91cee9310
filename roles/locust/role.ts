import { join } from 'node:path';
import { lookAtMetrics } from '../look-at-metrics.ts';
import type { Role } from '../role.ts';
import { locustPrograms } from './programs.ts';
import { authorityFile, describeLoad } from './settings.ts';

const settingsFile = 'settings.json';

/** What makes load by hand: a page on which a person says how many users there are, and sees how they fare. */
export const role: Role = {
  title: 'Locust',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: ['web', 'edge'],

  programs: locustPrograms,

  plan(host, view) {
    const folder = view.folderOf(host);
    const { address, port } = view.at(host, 'http');
    const load = describeLoad(host, view);
    return {
      program: 'python3',
      args: [
        ...['-m', 'locust', '--locustfile', join(import.meta.dirname, 'locustfile.py')],
        ...['--web-host', address, '--web-port', String(port), '--host', load.target],
        ...['--users', '10', '--spawn-rate', '2', '--run-time', '60', '--class-picker', '--loglevel', 'WARNING'],
      ],
      environment: { LOAD_SETTINGS: join(folder, settingsFile), PYTHONPYCACHEPREFIX: join(folder, 'compiled') },
      files: [
        { name: settingsFile, text: `${JSON.stringify(load, null, 2)}\n` },
        { name: authorityFile, text: view.certificates.authority },
      ],
    };
  },
  canWait: true,
  // Python compiles its modules at the first start.

  metrics: (host, view) => [{ job: 'load', instance: host.name, at: view.at(host, 'http') }],
  // The edge may come later: users that begin from then on take that way.
  followsProfiles: true,
  look: lookAtMetrics,
  reload: { signal: 'SIGHUP' },
};
