import { readAlerts } from '../../roles/alertmanager/alerts.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Handler } from './serve.ts';

/** What Alertmanager tells; the page asks only where the lab has one. */
export function serveAlerts({ target }: Lab): Record<string, Handler> {
  const [host] = target.view.hostsOf('alertmanager');
  if (!host) return {};
  const endpoint = target.view.at(host, 'http');
  const describeSilence = (error: Error) => ({ problem: `Alertmanager does not answer (${error.message})` });
  return { 'GET /alerts': async () => await readAlerts(endpoint).catch(describeSilence) };
}
