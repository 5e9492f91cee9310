import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { planPackaged } from '../packaged.ts';
import type { HostPlan, PreparedAt, Role } from '../role.ts';
import type { LabView } from '../view.ts';
import { checkFile } from './check-file.ts';
import { renderPrometheusConfig } from './configuration.ts';
import { prometheusPrograms } from './programs.ts';
import { lookAtPrometheus } from './prometheus-status.ts';
import { readNumber } from './settings.ts';

const file = 'prometheus.yml';

/** What asks all hosts for their numbers, keeps these, and holds them against the rules. */
export const role: Role = {
  title: 'Prometheus',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: ['alertmanager', 'mysqld-exporter', 'valkey-exporter', 'node-exporter', 'process-exporter', 'probe'],

  programs: prometheusPrograms,

  plan,
  prepare,
  canWait: true,

  metrics: (host, view) => [{ job: 'prometheus', instance: host.name, at: view.at(host, 'http') }],
  followsProfiles: true,
  look: lookAtPrometheus,
  reload: { signal: 'SIGHUP' },
};

function plan(host: Host, view: LabView): HostPlan {
  const { address, port } = view.at(host, 'http');
  const folder = view.folderOf(host);
  const data = view.hostsAre === 'machines' ? '/var/lib/prometheus/lab' : join(folder, 'data');
  return planPackaged(view, {
    program: 'prometheus',
    args: [
      `--config.file=${join(folder, file)}`,
      `--storage.tsdb.path=${data}`,
      `--storage.tsdb.retention.time=${readNumber(view.environment, 'MONITOR_KEEP_DAYS')}d`,
      `--storage.tsdb.retention.size=${readNumber(view.environment, 'MONITOR_KEEP_MB')}MB`,
      `--web.listen-address=${address}:${port}`,
      // An alert that still fires is told again so often; one that is not told four times in a row counts as over.
      '--rules.alert.resend-delay=5s',
      '--log.level=warn',
    ],
    environment: {},
    files: [{ name: file, text: renderPrometheusConfig(view, folder), secret: true }],
  });
}

async function prepare(host: Host, { view, commandLine }: PreparedAt) {
  const folder = view.folderOf(host);
  await mkdir(join(folder, 'data'), { recursive: true });
  await checkFile(commandLine('promtool', ['check', 'config', join(folder, file)]));
}
