import { setTimeout as sleep } from 'node:timers/promises';
import { type Alert, readAlerts } from '../../roles/alertmanager/alerts.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';

/** A time during which an alert was in force. */
export interface AlertSpan {
  name: string;
  fromMs: number;
  /** Left out while it lasts. */
  toMs?: number;
  /** Whether a message was sent of it: for some time it was the consequence of no other. */
  isTold: boolean;
  /** The names of those that it was the consequence of. */
  causes: string[];
}

type Found = Pick<Alert, 'name' | 'inhibited' | 'causes'>;

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
      if (found) note(spans, listFound(found), nowMs());
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  void follow();
  return spans;
}

// The watchdog always fires: what counts is its absence.
const listFound = ({ alerts, isWatched }: Awaited<ReturnType<typeof readAlerts>>): Found[] => [
  ...alerts,
  ...(isWatched ? [] : [{ name: 'Watchdog', inhibited: false, causes: [] }]),
];

/** Ends the spans of alerts that are over, begins those of new ones, and notes whether they are told. */
export function note(spans: AlertSpan[], alerts: Found[], nowMs: number) {
  const open = new Map(spans.flatMap((span) => (span.toMs === undefined ? [[span.name, span]] : [])));
  const names = new Set(alerts.map(({ name }) => name));
  for (const span of open.values()) if (!names.has(span.name)) span.toMs = nowMs;
  for (const { name, inhibited, causes } of alerts) {
    const span = open.get(name) ?? { name, fromMs: nowMs, isTold: false, causes: [] };
    if (!open.has(name)) spans.push(span);
    open.set(name, span);
    span.isTold ||= !inhibited;
    span.causes = [...new Set([...span.causes, ...causes])];
  }
}

/** Whether an alert is in force. */
export const isInForce = (spans: AlertSpan[], name: string) =>
  spans.some((span) => span.name === name && span.toMs === undefined);

/** The first span of an alert that began, or was in force, after a time. */
export const findSpan = (spans: AlertSpan[], name: string, afterMs: number) =>
  spans.find((span) => span.name === name && span.fromMs >= afterMs);
