/**
 * A point in time with milliseconds, in UTC as a contract writes it: `2026-11-20T09:30:00.123Z` or `…+00:00`. Null where SQL has
 * put a row without one into the table.
 */
export function renderDate(date: Date | null, utcSuffix: string): string | null {
  return date && date.toISOString().slice(0, -1) + utcSuffix;
}
