import { join } from 'node:path';
import type { MetricsSource } from '../metrics-source.ts';
import { renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';
import { readNumber } from './settings.ts';

// The rules lie beside this file, and on a machine in the folder of its configuration.
const findRules = (view: LabView, folder: string) =>
  join(view.hostsAre === 'machines' ? folder : import.meta.dirname, 'rules', '*.yml');

/** prometheus.yml, written as JSON, which is YAML as well. */
export function renderPrometheusConfig(view: LabView, folder: string): string {
  const everyS = readNumber(view.environment, 'MONITOR_SCRAPE_SECONDS');
  const alertmanagers = view.hostsOf('alertmanager').map((host) => renderEndpoint(view.at(host, 'http')));
  return `${JSON.stringify(
    {
      global: {
        scrape_interval: `${everyS}s`,
        scrape_timeout: renderTimeout(everyS),
        evaluation_interval: `${everyS}s`,
      },
      rule_files: [findRules(view, folder), join(folder, 'own-rules', '*.yml')],
      alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] },
      scrape_configs: groupByQuestion(view.listMetrics()).map((sources, index) =>
        describeJob(sources, { index, everyS }),
      ),
    },
    null,
    2,
  )}\n`;
}

const renderTimeout = (everyS: number) => `${Math.min(everyS * 750, 10_000)}ms`;

// All sources of a job that are asked in the same way are one entry: Prometheus wants their names to be unique.
function groupByQuestion(sources: MetricsSource[]): MetricsSource[][] {
  const groups = new Map<string, MetricsSource[]>();
  for (const source of sources) {
    const key = JSON.stringify([source.job, source.account, source.token, source.leastEveryS]);
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return [...groups.values()];
}

function describeJob(sources: MetricsSource[], { index, everyS }: { index: number; everyS: number }) {
  const [{ job, account, token, leastEveryS = 0 }] = sources as [MetricsSource];
  return {
    job_name: `${index + 1}-${job}`,
    ...(leastEveryS > everyS && { scrape_interval: `${leastEveryS}s`, scrape_timeout: renderTimeout(leastEveryS) }),
    ...(account && { basic_auth: { username: account.username, password: account.password } }),
    ...(token && { authorization: { credentials: token } }),
    static_configs: sources.map(describeTarget),
  };
}

function describeTarget({ job, instance, at, path, parameters = {}, labels }: MetricsSource) {
  const asked = Object.entries(parameters).map(([name, value]) => [`__param_${name}`, value]);
  return {
    targets: [renderEndpoint(at)],
    labels: { job, instance, ...labels, ...(path && { __metrics_path__: path }), ...Object.fromEntries(asked) },
  };
}
