import type { Verdict } from '../history.ts';
import type { MeasuredSpan } from './fault-times.ts';
import type { Second } from './seconds.ts';

/** What came out of a run, with everything that a report shows. */
export interface Judgement {
  /** Valid only where every verdict is. */
  valid: boolean;
  verdicts: Verdict[];
  /** The figures of all verdicts, and the slowest of the faults' times. */
  figures: Verdict['figures'];
  spans: MeasuredSpan[];
  seconds: Second[];
}
