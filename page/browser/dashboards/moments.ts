import type { TimeRange } from './view-state.ts';

const two = (value: number) => String(value).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment as a reader of that much time wants it: with seconds within an hour, with the day beyond one. */
export function renderMoment(atS: number, { fromS, toS }: TimeRange): string {
  const at = new Date(atS * 1_000);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (toS - fromS <= 7_200) return `${time}:${two(at.getSeconds())}`;
  const isNear = toS - fromS <= 43_200;
  return isNear ? time : `${at.getDate()} ${months[at.getMonth()]} ${time}`;
}

/** A moment below an axis whose labels lie so many seconds apart. */
export function renderTick(atS: number, apartS: number): string {
  const at = new Date(atS * 1_000);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (apartS < 60) return `${time}:${two(at.getSeconds())}`;
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0;
  return apartS >= 86_400 || isMidnight ? `${at.getDate()} ${months[at.getMonth()]}` : time;
}
