/** How much is kept. */
export interface KeepLimits {
  days: number;
  bytes: number;
}

interface Kept {
  /** Begins with its day, such as 2026-11-29. */
  name: string;
  bytes: number;
}

const dayMs = 86_400_000;

/** The day of a moment, as files are called by it. */
export const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/**
 * Which of the closed files, the oldest first, must go so that the limits hold; `openBytes` are kept whatever they are. For
 * their age those of one day go at once: a clock that is wrong for a minute does not remove them all.
 */
export function listOutdated<T extends Kept>(
  closed: T[],
  { limits, openBytes, nowMs }: { limits: KeepLimits; openBytes: number; nowMs: number },
): T[] {
  const oldestDay = dayOf(nowMs - limits.days * dayMs);
  const firstDay = closed[0]?.name.slice(0, 10);
  let total = openBytes + closed.reduce((sum, { bytes }) => sum + bytes, 0);
  return closed.filter(({ name, bytes }) => {
    const day = name.slice(0, 10);
    const isOld = day === firstDay && day < oldestDay;
    if (!isOld && total <= limits.bytes) return false;
    total -= bytes;
    return true;
  });
}

/** The name of the file that is begun now, where these are there: one a day, and further ones where a day is large. */
export function nameNext(names: string[], nowMs: number) {
  const day = dayOf(nowMs);
  const ofDay = names.filter((name) => name.startsWith(day)).map((name) => Number(name.slice(11) || 1));
  const number = Math.max(0, ...ofDay) + 1;
  return number === 1 ? day : `${day}-${String(number).padStart(4, '0')}`;
}
