import { listDashboards } from '../../roles/prometheus/read-dashboards.ts';
import { askScrapeSeconds } from '../../roles/prometheus/scrape-interval.ts';
import { readNumber } from '../../roles/prometheus/settings.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { DashboardList, Found } from '../dashboard-list.ts';
import { createAsk } from './prometheus-questions.ts';
import type { Handler } from './serve.ts';

/** The dashboards and their queries; nothing where the lab has no Prometheus. */
export function serveDashboards({ target, file }: Lab): Record<string, Handler> | undefined {
  const { view, hosts } = target;
  const [host] = view.hostsOf('prometheus');
  if (!host) return undefined;
  const endpoint = view.at(host, 'http');
  const ask = createAsk(endpoint);
  return {
    'GET /dashboards/list': async (): Promise<Found<DashboardList>> => ({
      result: {
        lab: file.name,
        hosts: hosts.map(({ name }) => name),
        // The setting may have changed since Prometheus read it.
        scrapeS: (await askScrapeSeconds(endpoint)) ?? readNumber(view.environment, 'MONITOR_SCRAPE_SECONDS'),
        dashboards: listDashboards((role) => view.hostsOf(role).length > 0),
      },
    }),
    'GET /dashboards/query': async (_request, { searchParams }) => await ask('query', searchParams),
    'GET /dashboards/query-range': async (_request, { searchParams }) => await ask('queryRange', searchParams),
    'GET /dashboards/label-values': async (_request, { searchParams }) => await ask('labelValues', searchParams),
  };
}
