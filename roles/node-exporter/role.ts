import type { ProgramSource } from '../../scripts/servers/program.ts';
import { lookAtMetrics } from '../look-at-metrics.ts';
import { judgeVersion } from '../prometheus/judge-version.ts';
import { type Role, renderEndpoint } from '../role.ts';

const minimumVersion = '1.5.0';

const programs: ProgramSource[] = [
  {
    name: 'prometheus-node-exporter',
    product: 'node_exporter',
    minimumVersion,
    package: 'prometheus-node-exporter',
    binary: 'usr/bin/prometheus-node-exporter',
    versionFlag: '--version',
    judge: judgeVersion('node_exporter', minimumVersion),
  },
];

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

/** The numbers of the machine: processors, memory, disks, network, clock. */
export const role: Role = {
  title: 'node_exporter',
  ports: { http: { forBrowsers: true } },
  startsAfter: [],

  programs,

  plan: (host, view) => ({
    program: 'prometheus-node-exporter',
    args: [
      `--web.listen-address=${renderEndpoint(view.at(host, 'http'))}`,
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

  metrics: (host, view) => [{ job: 'node', instance: host.name, at: view.at(host, 'http') }],
  look: lookAtMetrics,
};
