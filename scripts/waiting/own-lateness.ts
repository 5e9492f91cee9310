import { patience } from './patience.ts';

const tickMs = 20;
/** A program that lost more than this of its own time cannot tell whether the others answered in theirs. */
const mostLateMs = 500 * patience;

/** How late a timer was in all that was to fire every 20 ms and fired at these moments; one that is late by less counts as in time. */
export function sumLateness(momentsMs: number[]): number {
  const lateMs = momentsMs.slice(1).map((atMs, index) => atMs - (momentsMs[index] ?? atMs) - tickMs);
  return lateMs.filter((each) => each > tickMs).reduce((sum, each) => sum + each, 0);
}

/**
 * Asks; and once more where something gave no answer in time while this program got no processor: then its own time had passed,
 * and not the other's.
 */
export async function askAgainIfLate<T>(ask: () => Promise<T>, isSilent: (answer: T) => boolean): Promise<T> {
  const momentsMs = [performance.now()];
  const note = () => momentsMs.push(performance.now());
  const timer = setInterval(note, tickMs);
  const answer = await ask().finally(() => clearInterval(timer));
  note();
  return isSilent(answer) && sumLateness(momentsMs) > mostLateMs ? await ask() : answer;
}
