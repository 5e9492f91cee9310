import type { DashboardList, Found } from '../../dashboard-list.ts';
import type { Answer } from './series.ts';

/** All dashboards, and what the page has to know of the lab. */
export const askForList = () => ask<DashboardList>('list', {});

/** The series of a query at one moment. */
export const askForMoment = (query: string, timeS: number, signal: AbortSignal) =>
  ask<Answer[]>('query', { query, time: timeS }, signal);

/** The series of a query over time. */
export const askForRange = (
  query: string,
  { startS, endS, stepS }: { startS: number; endS: number; stepS: number },
  signal: AbortSignal,
) => ask<Answer[]>('query-range', { query, start: startS, end: endS, step: stepS }, signal);

/** The values of a label of some series. */
export const askForLabels = (match: string, label: string, { fromS, toS }: { fromS: number; toS: number }) =>
  ask<string[]>('label-values', { 'match[]': match, label, start: Math.floor(fromS), end: Math.ceil(toS) });

async function ask<T>(
  what: string,
  parameters: Record<string, string | number>,
  signal?: AbortSignal,
): Promise<Found<T>> {
  const words = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]);
  try {
    const response = await fetch(`/dashboards/${what}?${new URLSearchParams(words)}`, signal ? { signal } : {});
    if (!response.ok) return { problem: (await response.text()).trim() };
    return (await response.json()) as Found<T>;
  } catch {
    return { problem: 'The watcher does not answer' };
  }
}
