import type { Verdict } from '../history.ts';

/** Everything that a verdict says at most; the history has the rest. */
const shownDetails = 20;

/** A verdict that is valid as long as nobody found anything against it. */
export function giveVerdict(checker: string, { figures, details }: Pick<Verdict, 'figures' | 'details'>): Verdict {
  const hidden = details.length - shownDetails;
  const shown = hidden > 0 ? [...details.slice(0, shownDetails), `and ${hidden} more`] : details;
  return { checker, valid: details.length === 0, figures, details: shown };
}
