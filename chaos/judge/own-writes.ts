import type { Verdict } from '../history.ts';
import type { Evidence } from './evidence.ts';
import { explain } from './explain.ts';
import type { Observation } from './observations.ts';
import { giveVerdict } from './verdict.ts';

/** A client that got its answer sees its own write in every read that it sends later. */
export function judgeOwnWrites({ run, changes, observations }: Evidence): Verdict {
  const stale = observations.filter((look) => explain(changes.get(look.subject) ?? [], look).length === 0);
  const reads = run.operations.filter(({ read, outcome }) => read && outcome === 'ok').length;
  return giveVerdict('clients see their own writes', {
    figures: { readsCompared: reads, stale: new Set(stale.map(({ id }) => id)).size },
    details: stale.map(describeStale),
  });
}

function describeStale({ subject, value, client, id, sentMs }: Observation) {
  const found = typeof value === 'boolean' ? (value ? 'there' : 'missing') : `"${value}"`;
  return `${subject} was ${found} in read ${id} of client ${client} at ${(sentMs / 1000).toFixed(3)} s`;
}
