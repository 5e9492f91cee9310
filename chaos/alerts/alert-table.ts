import { renderTable } from '../../scripts/messages/render-table.ts';

/** How an alert went. */
export interface AlertResult {
  alert: string;
  title: string;
  /** From the fault; undefined where it never fired. */
  firedAfterMs?: number;
  /** From the cure; negative where it ended by itself before, undefined where it goes on. */
  resolvedAfterMs?: number;
  /** The alert whose message tells of it; undefined where none does. */
  toldBy?: string | undefined;
  /** Those for which it was kept silent. */
  causes: string[];
}

/** The table of all alerts. */
export function renderAlertTable(results: AlertResult[]): string {
  const rows = results.map((result) => [
    result.alert,
    result.title,
    result.firedAfterMs === undefined ? 'never' : toSeconds(result.firedAfterMs),
    renderEnd(result),
    renderTeller(result),
  ]);
  return renderTable(['ALERT', 'WHAT IS DONE', 'FIRES AFTER', 'OVER AFTER', 'TOLD BY'], rows);
}

/** The alert whose message tells of one that fired. */
export function renderTeller({ alert, firedAfterMs, toldBy, causes }: AlertResult) {
  if (firedAfterMs === undefined) return '';
  if (toldBy === undefined) return `no message: silent for ${causes.join(', ')}`;
  return toldBy === alert ? 'itself' : toldBy;
}

function renderEnd({ firedAfterMs, resolvedAfterMs }: AlertResult) {
  if (firedAfterMs === undefined) return '';
  if (resolvedAfterMs === undefined) return 'never';
  return resolvedAfterMs < 0 ? 'by itself' : toSeconds(resolvedAfterMs);
}

const toSeconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** Whether an alert fired, was told and ended. */
export const isProved = ({ firedAfterMs, resolvedAfterMs, toldBy }: AlertResult) =>
  firedAfterMs !== undefined && resolvedAfterMs !== undefined && toldBy !== undefined;
