/** A point in time with milliseconds, in UTC as a contract writes it: `2026-11-20T09:30:00.123Z` or `…+00:00`. */
export function renderDate(date: Date, utcSuffix: string): string {
  return date.toISOString().slice(0, -1) + utcSuffix;
}
