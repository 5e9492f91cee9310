import { UserError } from '../../../scripts/messages/user-error.ts';
import type { Dashboard } from '../dashboard-schema.ts';
import { bindDashboard, type describeDataSource, folderTitle, grafanaName } from './documents.ts';

export interface GrafanaAddress {
  url: string;
  authorization: string;
}

interface What {
  dataSource: ReturnType<typeof describeDataSource>;
  dashboards: Dashboard[];
}

const timeoutMs = 15_000;

/** Gives a Grafana the data source, the folder and the dashboards, new or anew; answers with the dashboards' addresses. */
export async function sendDashboards(grafana: GrafanaAddress, { dataSource, dashboards }: What): Promise<string[]> {
  const own = `/api/datasources/uid/${grafanaName}`;
  const changed = await ask(grafana, 'PUT', own, dataSource);
  if (changed.status === 404) expectOk(await ask(grafana, 'POST', '/api/datasources', dataSource), 'the data source');
  else expectOk(changed, 'the data source');
  const folder = await ask(grafana, 'GET', `/api/folders/${grafanaName}`);
  if (folder.status === 404) {
    const made = await ask(grafana, 'POST', '/api/folders', { uid: grafanaName, title: folderTitle });
    expectOk(made, 'the folder');
  } else expectOk(folder, 'the folder');
  const addresses: string[] = [];
  for (const dashboard of dashboards) {
    const body = { dashboard: bindDashboard(dashboard), folderUid: grafanaName, overwrite: true };
    const saved = expectOk(await ask(grafana, 'POST', '/api/dashboards/db', body), `the dashboard ${dashboard.title}`);
    // It begins with the path below which this Grafana is served, where there is one.
    addresses.push(new URL(String(saved.url), grafana.url).href);
  }
  return addresses;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function ask(
  { url, authorization }: GrafanaAddress,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const request = {
    method,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', Authorization: authorization },
    signal: AbortSignal.timeout(timeoutMs),
    ...(body && { body: JSON.stringify(body) }),
  };
  const response = await fetch(`${url}${path}`, request).catch((error: Error) => {
    const why = (error.cause as { code?: string } | undefined)?.code ?? error.message;
    throw new UserError(`${url} does not answer: ${why}`, { next: 'see that LAB_GRAFANA is the address of a Grafana' });
  });
  return { status: response.status, body: parse(await response.text()) };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 100) };
  }
}

function expectOk({ status, body }: Answer, what: string) {
  if (status >= 200 && status < 300) return body;
  const next =
    status === 401 || status === 403
      ? 'set LAB_GRAFANA_TOKEN to the token of a service account with the role Admin'
      : 'look at what Grafana says of it';
  throw new UserError(`Grafana does not take ${what}: ${status} ${String(body.message ?? '')}`.trim(), { next });
}
