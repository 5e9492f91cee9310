import { type Host, listMachines } from '../../scripts/settings/lab-file.ts';
import { lookAtMetrics } from '../look-at-metrics.ts';
import { planPackaged } from '../packaged.ts';
import { exporterProgram } from '../prometheus/exporter-program.ts';
import { type Role, renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';

const collectors = [
  'cpu',
  'diskstats',
  'filesystem',
  'loadavg',
  'meminfo',
  'netdev',
  'pressure',
  'stat',
  'time',
  'timex',
  'uname',
  'vmstat',
];

// What is mounted there is no disk, or one file of a container.
const notDisks = '^/(dev|proc|run|sys|snap|etc|var/lib/docker)($|/)';
const notFiles =
  '^(autofs|bpf|cgroup2?|debugfs|devpts|devtmpfs|mqueue|nsfs|proc|securityfs|squashfs|sysfs|tmpfs|tracefs)$';

// The same file is given to every machine.
const listener = (host: Host, view: LabView) =>
  view.hostsAre === 'machines' ? `:${view.at(host, 'http').port}` : renderEndpoint(view.at(host, 'http'));

/** The numbers of a machine: processors, memory, disks, network, clock. */
export const role: Role = {
  title: 'node_exporter',
  ports: { http: { forBrowsers: true } },
  startsAfter: [],

  programs: [exporterProgram({ name: 'node-exporter', product: 'node_exporter', minimumVersion: '1.5.0' })],

  plan: (host, view) =>
    planPackaged(view, {
      program: 'prometheus-node-exporter',
      args: [
        `--web.listen-address=${listener(host, view)}`,
        '--collector.disable-defaults',
        ...collectors.map((name) => `--collector.${name}`),
        `--collector.filesystem.mount-points-exclude=${notDisks}`,
        `--collector.filesystem.fs-types-exclude=${notFiles}`,
        '--log.level=warn',
      ],
      environment: {},
      files: [],
    }),
  canWait: true,

  metrics: (host, view) =>
    (view.hostsAre === 'machines' ? listMachines(view.hosts) : [host]).map(({ name, lastOctet }) => ({
      job: 'node',
      instance: name,
      at: view.at({ ...host, lastOctet }, 'http'),
    })),
  look: lookAtMetrics,
};
