import { type CheckResult, checkResult } from '../check-result.ts';
import type { Observation } from '../observations.ts';
import { findPossibleChanges } from '../possible-changes.ts';
import type { RunFacts } from '../run-facts.ts';

/** A client that got its answer sees its own write in every read that it sends later. */
export function judgeOwnWrites({ run, changes, observations }: RunFacts): CheckResult {
  const stale = observations.filter((read) => findPossibleChanges(changes.get(read.subject) ?? [], read).length === 0);
  const reads = run.requests.filter(({ read, outcome }) => read && outcome === 'ok').length;
  return checkResult('clients see their own writes', {
    figures: { readsCompared: reads, stale: new Set(stale.map(({ id }) => id)).size },
    details: stale.map(describeStale),
  });
}

function describeStale({ subject, value, client, id, sentMs }: Observation) {
  const found = typeof value === 'boolean' ? (value ? 'there' : 'missing') : `"${value}"`;
  return `${subject} was ${found} in read ${id} of client ${client} at ${(sentMs / 1000).toFixed(3)} s`;
}
