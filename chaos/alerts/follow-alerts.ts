import { setTimeout as sleep } from 'node:timers/promises';
import { readAlerts } from '../../roles/alertmanager/alerts.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';

/** A time during which an alert was in force. */
export interface AlertSpan {
  name: string;
  fromMs: number;
  /** Left out while it lasts. */
  toMs?: number;
}

const everyMs = 250;

/** Notes from when to when each alert is in force, as Alertmanager tells it, until the signal. */
export function followAlerts(
  endpoint: Endpoint,
  { signal, nowMs }: { signal: AbortSignal; nowMs(): number },
): AlertSpan[] {
  const spans: AlertSpan[] = [];
  const follow = async () => {
    while (!signal.aborted) {
      const found = await readAlerts(endpoint, 1_000).catch(() => undefined);
      if (found) note(spans, listNames(found), nowMs());
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  void follow();
  return spans;
}

// The watchdog always fires: what counts is its absence.
const listNames = ({ alerts, isWatched }: Awaited<ReturnType<typeof readAlerts>>) =>
  new Set([...alerts.map(({ name }) => name), ...(isWatched ? [] : ['Watchdog'])]);

/** Ends the spans of alerts that are over, and begins those of new ones. */
export function note(spans: AlertSpan[], names: Set<string>, nowMs: number) {
  const open = spans.filter(({ toMs }) => toMs === undefined);
  for (const span of open) if (!names.has(span.name)) span.toMs = nowMs;
  const known = new Set(open.map(({ name }) => name));
  for (const name of names) if (!known.has(name)) spans.push({ name, fromMs: nowMs });
}

/** Whether an alert is in force. */
export const isInForce = (spans: AlertSpan[], name: string) =>
  spans.some((span) => span.name === name && span.toMs === undefined);

/** The first span of an alert that began, or was in force, after a time. */
export const findSpan = (spans: AlertSpan[], name: string, afterMs: number) =>
  spans.find((span) => span.name === name && span.fromMs >= afterMs);
