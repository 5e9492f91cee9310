import * as z from 'zod';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';

const alertList = z.array(
  z.object({
    labels: z.object({ alertname: z.string(), severity: z.string().default('') }).catchall(z.string()),
    annotations: z.object({
      summary: z.string().default(''),
      look: z.string().default(''),
      runbook: z.string().default(''),
    }),
    startsAt: z.string(),
    fingerprint: z.string(),
    status: z.object({ state: z.string(), inhibitedBy: z.array(z.string()) }),
  }),
);

/** An alert that is in force. */
export interface Alert {
  name: string;
  severity: string;
  /** What it is about, such as mysql-2; empty where it is about the whole lab. */
  instance: string;
  summary: string;
  /** What a person should look at. */
  look: string;
  /** The file of docs/ and its heading that explain it, such as troubleshooting#groupmembernotonline. */
  runbook: string;
  sinceMs: number;
  /** The consequence of another alert, of which no message is sent. */
  inhibited: boolean;
  /** The names of those that it is the consequence of, as far as Alertmanager tells. */
  causes: string[];
}

export interface Alerts {
  alerts: Alert[];
  /** Whether Prometheus evaluates the rules: an alert that always fires has come. */
  isWatched: boolean;
}

/** Where the lab's Alertmanager answers; says how to get one where there is none. */
export function findAlertmanager(view: LabView): Endpoint {
  const [host] = view.hostsOf('alertmanager');
  if (!host) throw new UserError('This lab has no Alertmanager', { next: './lab add monitor' });
  return view.at(host, 'http');
}

/** Asks Alertmanager for the alerts in force, the gravest first. */
export async function readAlerts(endpoint: Endpoint, timeoutMs = 2_000): Promise<Alerts> {
  const { ok, status, text } = await fetchText(`http://${renderEndpoint(endpoint)}/api/v2/alerts`, { timeoutMs });
  if (!ok) throw new Error(`Alertmanager answers ${status}`);
  const all = describeAlerts(alertList.parse(JSON.parse(text)));
  const isWatched = all.some(({ name }) => name === watchdog);
  return { isWatched, alerts: all.filter(({ name }) => name !== watchdog).toSorted(compareAlerts) };
}

/** The alert that always fires, so that silence is known from peace. */
const watchdog = 'Watchdog';

function describeAlerts(found: z.infer<typeof alertList>): Alert[] {
  const names = new Map(found.map(({ fingerprint, labels }) => [fingerprint, labels.alertname]));
  return found.map(({ labels, annotations, startsAt, status: { inhibitedBy } }) => ({
    name: labels.alertname,
    severity: labels.severity,
    instance: labels.instance ?? '',
    ...annotations,
    sinceMs: Date.parse(startsAt),
    inhibited: inhibitedBy.length > 0,
    causes: inhibitedBy.flatMap((fingerprint) => names.get(fingerprint) ?? []),
  }));
}

const rank = ({ inhibited, severity }: Alert) => (inhibited ? 3 : ['critical', 'warning'].indexOf(severity));

const compareAlerts = (a: Alert, b: Alert) => rank(a) - rank(b) || a.sinceMs - b.sinceMs;
