import { createStore } from '../state/store.ts';

/** How many requests have had no answer so far and are being repeated. */
export const unanswered = createStore(0);

/** Counts a request as unanswered; gives what ends that, once. */
export function countUnanswered(): () => void {
  unanswered.set(unanswered.get() + 1);
  let counts = true;
  return () => {
    if (counts) unanswered.set(unanswered.get() - 1);
    counts = false;
  };
}
