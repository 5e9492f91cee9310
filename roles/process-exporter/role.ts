import { join } from 'node:path';
import { lookAtMetrics } from '../look-at-metrics.ts';
import { exporterProgram } from '../prometheus/exporter-program.ts';
import { type Role, renderEndpoint } from '../role.ts';

/** Processor time and memory of each host of a lab of processes. */
export const role: Role = {
  title: 'process-exporter',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: [],

  programs: [exporterProgram({ name: 'process-exporter', product: 'process-exporter', minimumVersion: '0.7.10' })],

  plan: (host, view) => ({
    program: 'prometheus-process-exporter',
    args: [
      `--config.path=${join(view.folderOf(host), 'hosts.yml')}`,
      `--web.listen-address=${renderEndpoint(view.at(host, 'http'))}`,
      '--threads=false',
      '--gather-smaps=false',
    ],
    environment: {},
    files: [{ name: 'hosts.yml', text: renderConfig(view.stateDir) }],
  }),
  canWait: true,

  metrics: (host, view) => [{ job: 'process', instance: host.name, at: view.at(host, 'http'), leastEveryS: 10 }],
  look: lookAtMetrics,
};

// The supervisor's command line names the host's folder; what it started counts as part of it.
function renderConfig(stateDir: string) {
  const folder = join(stateDir, 'hosts').replaceAll(/[^\w/-]/g, '\\$&');
  const hosts = { name: '{{.Matches.host}}', cmdline: [`supervise\\.sh ${folder}/(?P<host>[^/ ]+) `] };
  return `${JSON.stringify({ process_names: [hosts] }, null, 2)}\n`;
}
