import type { ClientRequest, Outcome, Run } from '../history.ts';
import { groupBy } from './group-by.ts';
import { readWrite, type Value } from './subjects.ts';

/** An attempt to give a subject a value. */
export interface Change {
  value: Value;
  client: number;
  sentMs: number;
  endedMs: number;
  outcome: Outcome;
  /** After this moment it can take no effect any more. */
  lastEffectMs: number;
  /** After this moment another change has certainly replaced it. */
  replacedMs: number;
}

/** All attempts to change each subject, after the state in which it began. */
export type Changes = Map<string, Change[]>;

/** The API works on a request until its deadline, also when the client has gone. */
export const apiDeadlineMs = 15_000;

/** Everything that the clients tried to write, by subject. */
export function collectChanges({ requests, users }: Pick<Run, 'requests' | 'users'>): Changes {
  const attempts = requests.flatMap((request) => {
    const { wrote, client } = request;
    if (!wrote) return [];
    const { subject, value } = readWrite(wrote, users[client] ?? `client ${client}`);
    return [{ subject, change: makeChange(request, value) }];
  });
  const bySubject = groupBy(attempts, ({ subject }) => subject);
  return new Map(
    [...bySubject].map(([subject, group]) => [subject, withReplacements(group.map(({ change }) => change))]),
  );
}

function makeChange({ client, sentMs, endedMs, outcome }: ClientRequest, value: Value): Change {
  const lastEffectMs = outcome === 'unknown' ? endedMs + apiDeadlineMs : endedMs;
  return { value, client, sentMs, endedMs, outcome, lastEffectMs, replacedMs: Number.POSITIVE_INFINITY };
}

function withReplacements(attempts: Change[]): Change[] {
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'ok');
  return [initialState(attempts), ...attempts].map((change) => ({
    ...change,
    replacedMs: findReplacement(change, acknowledged),
  }));
}

// The state before all attempts: nothing is there, and a description is the text its article was created with.
function initialState([first]: Change[]): Change {
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
