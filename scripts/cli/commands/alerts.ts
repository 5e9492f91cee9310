import { defineCommand } from 'citty';
import { type Alert, type Alerts, findAlertmanager, readAlerts } from '../../../roles/alertmanager/alerts.ts';
import { openLab } from '../../lab/open-lab.ts';
import { renderTable } from '../../messages/render-table.ts';
import { UserError } from '../../messages/user-error.ts';

export const alerts = defineCommand({
  args: {
    all: { type: 'boolean', description: 'Also the consequences of others, of which no message is sent' },
    json: { type: 'boolean', description: 'As JSON, all of them' },
  },
  async run({ args }) {
    const { target } = await openLab();
    const found = await readAlerts(findAlertmanager(target.view)).catch((error: Error) => {
      throw new UserError(`Alertmanager does not answer: ${error.message}`, { next: './lab logs alertmanager' });
    });
    console.log(args.json ? JSON.stringify(found, null, 2) : renderAlerts(found, { all: args.all, nowMs: Date.now() }));
  },
});

/** The alerts in force as a table, with what to look at below. */
export function renderAlerts(
  { alerts: found, isWatched }: Alerts,
  { all = false, nowMs }: { all?: boolean; nowMs: number },
) {
  const shown = all ? found : found.filter(({ inhibited }) => !inhibited);
  const hidden = found.length - shown.length;
  const rows = shown.map((alert) => [alert.severity, alert.name, renderAge(nowMs - alert.sinceMs), alert.summary]);
  return [
    ...(isWatched ? [] : ['Prometheus tells Alertmanager nothing: ./lab logs prometheus']),
    shown.length === 0 ? 'No alert is in force.' : renderTable(['SEVERITY', 'ALERT', 'SINCE', 'WHAT'], rows),
    ...(hidden > 0 ? [`${hidden} more are consequences of these: ./lab alerts --all`] : []),
    ...shown.map(renderAdvice),
  ].join('\n');
}

const renderAdvice = ({ name, look, runbook }: Alert) => `\n${name}: ${look}\n  ${runbook}`;

function renderAge(ms: number) {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
