import type { LabPage } from '../lab-page.ts';

/** Whether the page of the logs is there. */
export const hasLogs = ({ hosts, isReplay }: LabPage) => !isReplay && hosts.some(({ role }) => role === 'log-store');

/** The lines of a time, of one host or of all. */
export function linkToLogs({ host = '', fromMs, toMs }: { host?: string; fromMs: number; toMs: number }) {
  const parameters = { ...(host && { host }), from: `${Math.floor(fromMs)}`, to: `${Math.ceil(toMs)}` };
  return `/logs#${new URLSearchParams(parameters)}`;
}

/** Enough of the time around a moment to see what led to it. */
export const aroundMs = (atMs: number) => ({ fromMs: atMs - 5_000, toMs: atMs + 5_000 });
