import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { planPackaged } from '../packaged.ts';
import { checkFile } from '../prometheus/check-file.ts';
import {
  type HostLook,
  type HostPlan,
  type PreparedAt,
  type Question,
  type Role,
  renderEndpoint,
  renderSilence,
} from '../role.ts';
import type { LabView } from '../view.ts';
import { readAlerts } from './alerts.ts';
import { renderAlertmanagerConfig } from './configuration.ts';
import { alertmanagerPrograms, templates } from './programs.ts';

const file = 'alertmanager.yml';

/** What makes messages of the alerts that Prometheus finds. */
export const role: Role = {
  title: 'Alertmanager',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: [],

  programs: alertmanagerPrograms,

  plan,
  prepare,
  canWait: true,

  metrics: (host, view) => [{ job: 'alertmanager', instance: host.name, at: view.at(host, 'http') }],
  look,
  reload: { signal: 'SIGHUP' },
};

function plan(host: Host, view: LabView): HostPlan {
  const folder = view.folderOf(host);
  const data = view.hostsAre === 'machines' ? '/var/lib/prometheus/alertmanager' : join(folder, 'data');
  return planPackaged(view, {
    program: 'prometheus-alertmanager',
    args: [
      `--config.file=${join(folder, file)}`,
      `--storage.path=${data}`,
      `--web.listen-address=${renderEndpoint(view.at(host, 'http'))}`,
      // It is alone: there are no others to speak with.
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    environment: {},
    files: [{ name: file, text: renderAlertmanagerConfig(view.environment), secret: true }],
  });
}

async function prepare(host: Host, { view, commandLine, locate }: PreparedAt) {
  const folder = view.folderOf(host);
  await mkdir(join(folder, 'data'), { recursive: true });
  const from = locate('prometheus-alertmanager', templates);
  const names = (await readdir(from)).filter((name) => templates.keep?.(name));
  await Promise.all(names.map((name) => copyFile(join(from, name), join(folder, name))));
  await checkFile(commandLine('amtool', ['check-config', join(folder, file)]));
}

async function look(host: Host, { view, state }: Question): Promise<HostLook> {
  const endpoint = view.at(host, 'http');
  const address = `http://${renderEndpoint(endpoint)}`;
  const alerts = await readAlerts(endpoint).catch(() => undefined);
  if (!alerts) return { address, version: '', healthy: false, text: renderSilence(state) };
  const told = alerts.alerts.filter(({ inhibited }) => !inhibited).length;
  return { address, version: '', healthy: true, text: told === 0 ? 'no alert' : `${told} alerts: ./lab alerts` };
}
