import type { FoundLines, Histogram } from '../../../roles/log-store/log-line.ts';
import type { Found } from '../../dashboard-list.ts';
import type { LogPageLab } from '../../log-page-lab.ts';

type Parameters = Record<string, string | number | undefined>;

/** What the page has to know of the lab. */
export async function askForLab(): Promise<Found<LogPageLab>> {
  try {
    return { result: (await (await fetch('/logs/lab')).json()) as LogPageLab };
  } catch {
    return { problem: 'The watcher does not answer' };
  }
}

/** The newest lines, or those after a cursor. */
export const askForLines = (parameters: Parameters, signal: AbortSignal) =>
  ask<FoundLines>('lines', parameters, signal);

/** How many lines there are, over time. */
export const askForHistogram = (parameters: Parameters, signal: AbortSignal) =>
  ask<Histogram>('histogram', parameters, signal);

async function ask<T>(what: string, parameters: Parameters, signal: AbortSignal): Promise<Found<T>> {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  const words = given.map(([name, value]): [string, string] => [name, String(value)]);
  try {
    const response = await fetch(`/logs/${what}?${new URLSearchParams(words)}`, { signal });
    if (!response.ok) return { problem: (await response.text()).trim() };
    return (await response.json()) as Found<T>;
  } catch {
    return { problem: 'The watcher does not answer' };
  }
}
