import { lookAtMetrics } from '../look-at-metrics.ts';
import type { MetricsSource } from '../metrics-source.ts';
import { planPackaged } from '../packaged.ts';
import { type Role, renderEndpoint } from '../role.ts';
import { passwordOf } from '../valkey/configuration.ts';
import { redisExporterPrograms } from './programs.ts';

/** Asks each Valkey and each Sentinel for its numbers. */
export const role: Role = {
  title: 'redis_exporter',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: ['valkey', 'sentinel'],

  programs: redisExporterPrograms,

  plan: (host, view) =>
    planPackaged(view, {
      program: 'prometheus-redis-exporter',
      args: [
        `-web.listen-address=${renderEndpoint(view.at(host, 'http'))}`,
        // None for /metrics: each question says which Valkey it is for.
        '-redis.addr=',
        // Before Prometheus gives the question up, so that a frozen Valkey counts as down, and the exporter does not.
        '-connection-timeout=700ms',
        // Sentinels have no such command.
        '-config-command=-',
      ],
      environment: { REDIS_PASSWORD: passwordOf(view) },
      files: [],
    }),
  canWait: true,

  metrics: (host, view) => [
    { job: 'valkey-exporter', instance: host.name, at: view.at(host, 'http') },
    ...(['valkey', 'sentinel'] as const).flatMap((name) =>
      view.hostsOf(name).map((each): MetricsSource => {
        const target = `redis://${renderEndpoint(view.at(each, name))}`;
        return { job: name, instance: each.name, at: view.at(host, 'http'), path: '/scrape', parameters: { target } };
      }),
    ),
  ],
  look: lookAtMetrics,
};
