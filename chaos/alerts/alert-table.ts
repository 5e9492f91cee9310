import { renderTable } from '../../scripts/messages/render-table.ts';

/** How an alert went. */
export interface AlertResult {
  alert: string;
  title: string;
  /** From the fault; undefined where it never fired. */
  firedAfterMs?: number;
  /** From the cure; negative where it ended by itself before, undefined where it goes on. */
  resolvedAfterMs?: number;
}

/** The table of all alerts. */
export function renderAlertTable(results: AlertResult[]): string {
  const rows = results.map(({ alert, title, firedAfterMs, resolvedAfterMs }) => [
    alert,
    title,
    firedAfterMs === undefined ? 'never' : toSeconds(firedAfterMs),
    renderEnd(firedAfterMs, resolvedAfterMs),
  ]);
  return renderTable(['ALERT', 'WHAT IS DONE', 'FIRES AFTER', 'OVER AFTER'], rows);
}

function renderEnd(firedAfterMs?: number, resolvedAfterMs?: number) {
  if (firedAfterMs === undefined) return '';
  if (resolvedAfterMs === undefined) return 'never';
  return resolvedAfterMs < 0 ? 'by itself' : toSeconds(resolvedAfterMs);
}

const toSeconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** Whether an alert fired and ended. */
export const isProved = ({ firedAfterMs, resolvedAfterMs }: AlertResult) =>
  firedAfterMs !== undefined && resolvedAfterMs !== undefined;
