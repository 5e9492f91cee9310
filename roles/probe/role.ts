import { createAccount } from '../../scripts/state/secrets.ts';
import { lookAtMetrics } from '../look-at-metrics.ts';
import { planOwnProgram } from '../own-program.ts';
import { type Role, renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';
import { isEncrypted } from '../view.ts';
import { findApi } from '../web/find-api.ts';
import type { ProbeSettings } from './settings.ts';

/** A client like others, that writes once a second and tells how that went; and what no exporter tells of members. */
export const role: Role = {
  title: 'Probe',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: ['web'],

  programs: [],

  secrets: () => ({ probe: createAccount('lab.probe') }),
  plan: (host, view) =>
    planOwnProgram(host, view, {
      main: 'roles/probe/main.ts',
      settings: { listen: view.at(host, 'http'), ...describeLab(view) },
    }),
  canWait: true,

  metrics: (host, view) => [{ job: 'probe', instance: host.name, at: view.at(host, 'http') }],
  look: lookAtMetrics,
};

function describeLab(view: LabView): Omit<ProbeSettings, 'listen'> {
  const authority = isEncrypted(view) ? { authority: view.certificates.authority } : {};
  return {
    api: `http://${renderEndpoint(findApi(view))}`,
    user: view.secrets.probe as ProbeSettings['user'],
    members: view
      .hostsOf('mysql')
      .map((member) => ({ name: member.name, mysql: view.at(member, 'mysql'), ...authority })),
    monitor: view.secrets.monitor,
    groupUuid: view.record.groupUuid,
  };
}
