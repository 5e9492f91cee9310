import type { Run } from '../history.ts';
import { type Changes, collectChanges } from './changes.ts';
import { type FaultSpan, findFaultSpans } from './fault-spans.ts';
import { type FinalValues, readFinalState } from './final-values.ts';
import { collectObservations, type Observation } from './observations.ts';

/** A run, and the views of it that several checkers need. */
export interface Evidence {
  run: Run;
  changes: Changes;
  observations: Observation[];
  finals: FinalValues[];
  spans: FaultSpan[];
}

/** Sorts a run by what it wrote, what it read and what was left. */
export function collectEvidence(run: Run): Evidence {
  const changes = collectChanges(run);
  return {
    run,
    changes,
    observations: collectObservations(run, changes),
    finals: run.finals.map(readFinalState),
    spans: findFaultSpans(run.faults),
  };
}
