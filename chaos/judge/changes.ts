import type { Operation, Outcome, Run } from '../history.ts';
import { groupBy } from './group-by.ts';
import { readWrite, type Value } from './subjects.ts';

/** A try to give a subject a value. */
export interface Change {
  value: Value;
  client: number;
  sentMs: number;
  endedMs: number;
  outcome: Outcome;
  /** After this moment it takes no effect any more. */
  lastEffectMs: number;
  /** After this moment another one has certainly taken its place. */
  replacedMs: number;
}

/** Every try to change one subject, behind the state in which it began. */
export type Changes = Map<string, Change[]>;

/** The API works on a request for as long as its deadline, also where nobody waits for the answer any more. */
export const settleMs = 15_000;

/** What the run tried to write, by subject. */
export function collectChanges({ operations, users }: Pick<Run, 'operations' | 'users'>): Changes {
  const tries = operations.flatMap((operation) => {
    const { wrote, client } = operation;
    if (!wrote) return [];
    const { subject, value } = readWrite(wrote, users[client] ?? `client ${client}`);
    return [{ subject, change: makeChange(operation, value) }];
  });
  const bySubject = groupBy(tries, ({ subject }) => subject);
  return new Map(
    [...bySubject].map(([subject, group]) => [subject, withReplacements(group.map(({ change }) => change))]),
  );
}

function makeChange({ client, sentMs, endedMs, outcome }: Operation, value: Value): Change {
  const lastEffectMs = outcome === 'unknown' ? endedMs + settleMs : endedMs;
  return { value, client, sentMs, endedMs, outcome, lastEffectMs, replacedMs: Number.POSITIVE_INFINITY };
}

function withReplacements(tries: Change[]): Change[] {
  const acknowledged = tries.filter(({ outcome }) => outcome === 'ok');
  return [beginning(tries), ...tries].map((change) => ({
    ...change,
    replacedMs: findReplacement(change, acknowledged),
  }));
}

/** What nobody wrote: nothing is there, and a description is whatever its article was created with. */
function beginning([first]: Change[]): Change {
  const longAgoMs = Number.NEGATIVE_INFINITY;
  return {
    value: typeof first?.value === 'boolean' ? false : undefined,
    client: first?.client ?? -1,
    sentMs: longAgoMs,
    endedMs: longAgoMs,
    outcome: 'ok',
    lastEffectMs: longAgoMs,
    replacedMs: Number.POSITIVE_INFINITY,
  };
}

function findReplacement({ lastEffectMs }: Change, acknowledged: Change[]) {
  return acknowledged.reduce(
    (earliest, { sentMs, endedMs }) => (sentMs > lastEffectMs ? Math.min(earliest, endedMs) : earliest),
    Number.POSITIVE_INFINITY,
  );
}
