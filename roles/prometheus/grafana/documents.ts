import type { Dashboard } from '../dashboard-schema.ts';

/** What all that the lab puts into a Grafana is called there. */
export const grafanaName = 'mysql-group-lab';
export const folderTitle = 'MySQL group lab';

/** The lab's Prometheus as Grafana describes a data source. */
export function describeDataSource({ url, everyS }: { url: string; everyS: number }) {
  return {
    name: grafanaName,
    uid: grafanaName,
    type: 'prometheus',
    access: 'proxy',
    url,
    isDefault: false,
    // Grafana makes of it the shortest time of a rate.
    jsonData: { timeInterval: `${everyS}s`, httpMethod: 'POST' },
  };
}

/** A dashboard that asks the lab's Prometheus, whichever others that Grafana knows. */
export function bindDashboard(dashboard: Dashboard) {
  const current = { text: grafanaName, value: grafanaName };
  const list = dashboard.templating.list.map((variable) =>
    variable.type === 'datasource' ? { ...variable, current } : variable,
  );
  return { ...dashboard, id: null, templating: { list } };
}

/** The files of a provisioning folder by their places in it, as JSON, which is YAML as well. */
export function renderProvisioning(
  dataSource: ReturnType<typeof describeDataSource>,
  { dashboardsFolder }: { dashboardsFolder: string },
): Record<string, string> {
  const dashboards = {
    name: grafanaName,
    type: 'file',
    folder: folderTitle,
    folderUid: grafanaName,
    // What is changed in Grafana would be lost with the next version of the files.
    allowUiUpdates: false,
    updateIntervalSeconds: 30,
    options: { path: dashboardsFolder },
  };
  return {
    [`datasources/${grafanaName}.yaml`]: render({ apiVersion: 1, datasources: [{ orgId: 1, ...dataSource }] }),
    [`dashboards/${grafanaName}.yaml`]: render({ apiVersion: 1, providers: [{ orgId: 1, ...dashboards }] }),
  };
}

const render = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
