import type { Verdict } from '../history.ts';

/** What came out of a run, with everything that a report shows. */
export interface Judgement {
  /** Valid only where every verdict is. */
  valid: boolean;
  verdicts: Verdict[];
  /** The figures of all verdicts. */
  figures: Verdict['figures'];
}
