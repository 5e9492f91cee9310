import type { Run } from '../history.ts';
import { type Changes, collectChanges } from './changes.ts';
import { type FaultSpan, findFaultSpans } from './fault-spans.ts';
import { type FinalValues, toFinalValues } from './final-values.ts';
import { collectObservations, type Observation } from './observations.ts';

/** A run, and what several checkers derive from it. */
export interface RunFacts {
  run: Run;
  changes: Changes;
  observations: Observation[];
  finals: FinalValues[];
  spans: FaultSpan[];
}

/** Derives what was written, read and left over from a run. */
export function collectRunFacts(run: Run): RunFacts {
  const changes = collectChanges(run);
  return {
    run,
    changes,
    observations: collectObservations(run, changes),
    finals: run.finals.map(toFinalValues),
    spans: findFaultSpans(run.faults),
  };
}
