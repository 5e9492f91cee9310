import { join } from 'node:path';
import { defineCommand } from 'citty';
import { describeDataSource, renderProvisioning } from '../../../roles/prometheus/grafana/documents.ts';
import { findGrafana } from '../../../roles/prometheus/grafana/place.ts';
import { sendDashboards } from '../../../roles/prometheus/grafana/send-dashboards.ts';
import { writeProvisioning } from '../../../roles/prometheus/grafana/write-provisioning.ts';
import { readDashboards } from '../../../roles/prometheus/read-dashboards.ts';
import { readNumber } from '../../../roles/prometheus/settings.ts';
import { renderEndpoint } from '../../../roles/role.ts';
import { openLab } from '../../lab/open-lab.ts';
import { UserError } from '../../messages/user-error.ts';
import { projectDir } from '../../settings/config.ts';

export const grafana = defineCommand({
  async run() {
    const { view } = (await openLab()).target;
    const [host] = view.hostsOf('prometheus');
    if (!host) throw new UserError('This lab has no Prometheus', { next: './lab add monitor' });
    const place = findGrafana(view.environment);
    const dataSource = describeDataSource({
      url: `http://${renderEndpoint(view.at(host, 'http'))}`,
      everyS: readNumber(view.environment, 'MONITOR_SCRAPE_SECONDS'),
    });
    if ('url' in place) {
      const addresses = await sendDashboards(place, { dataSource, dashboards: readDashboards() });
      console.log(['Grafana has the dashboards, and this Prometheus as their source:', ...addresses].join('\n  '));
      return;
    }
    const dashboardsFolder = join(projectDir, 'roles/prometheus/dashboards');
    const paths = await writeProvisioning(place.folder, renderProvisioning(dataSource, { dashboardsFolder }));
    console.log(['Grafana reads when it starts the next time:', ...paths].join('\n  '));
  },
});
