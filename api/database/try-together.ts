import { type Attempt, attemptTogether } from './attempt.ts';
import type { MemberConnection } from './connection.ts';
import type { Journey, Traveller } from './gathered-writes.ts';
import { tryOnce } from './persist.ts';
import { merge, type Position } from './position.ts';
import type { Purpose, Runtime } from './runtime.ts';

/** Tries writes once, in one transaction that is one packet. What fails in company is tried again alone: it may have been another's fault. */
export async function tryTogether(runtime: Runtime, travellers: Traveller[]): Promise<Journey[]> {
  let attempts: Attempt<unknown>[] = [];
  let marks: Position = [];
  const task = {
    kind: 'write' as const,
    tryOnce: async (connection: MemberConnection) => {
      attempts = await attemptTogether(connection, travellers);
      marks = connection.ownWrites;
      return attempts.find(({ verdict }) => verdict !== 'done') ?? { verdict: 'done', value: undefined };
    },
  };
  try {
    await tryOnce(runtime, joinPurposes(travellers), { task, tries: 0 });
  } catch (error) {
    attempts = travellers.map(() => ({ verdict: 'safe', failure: error as Error }));
  }
  return attempts.map((attempt) => ({ attempt: travellers.length === 1 ? attempt : excuse(attempt), marks }));
}

/** One who waits for as long as the least patient, and must see what any of them has seen. */
function joinPurposes(travellers: Traveller[]): Purpose {
  const purposes = travellers.map(({ purpose }) => purpose);
  return {
    requestId: purposes.map(({ requestId }) => requestId).join(' '),
    deadlineAtMs: Math.min(...purposes.map(({ deadlineAtMs }) => deadlineAtMs)),
    seen: purposes.map(({ seen }) => seen).reduce(merge),
  };
}

/** Nothing of a transaction that failed is there; only of a COMMIT without an answer nobody knows. */
function excuse<T>(attempt: Attempt<T>): Attempt<T> {
  return attempt.verdict === 'final' || attempt.verdict === 'schema' ? { ...attempt, verdict: 'safe' } : attempt;
}
