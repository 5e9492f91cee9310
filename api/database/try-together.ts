import { type Attempt, attemptTogether } from './attempt.ts';
import type { Journey, Traveller } from './gathered-writes.ts';
import { noteAttempt } from './persist.ts';
import { merge } from './position.ts';
import { type Purpose, type Runtime, takeConnection } from './runtime.ts';

/** Tries writes once, in one transaction that is one packet; one journey for each. */
export async function tryTogether(runtime: Runtime, travellers: Traveller[]): Promise<Journey[]> {
  try {
    const connection = await takeConnection(runtime, joinPurposes(travellers), { use: 'write', tries: 0 });
    runtime.counters.gathered.writes += travellers.length;
    runtime.counters.gathered.packets += 1;
    const attempts = await attemptTogether(connection, travellers);
    const { failure, ownWrites: marks } = connection;
    runtime.pool.release(connection);
    return attempts.map((tried, place) => {
      const { purpose } = travellers[place] as Traveller;
      const attempt = travellers.length > 1 ? excuse(tried) : tried;
      // Without a failure of the connection it is the work's own.
      if (failure || attempt.verdict === 'done') noteAttempt(runtime, attempt, { connection, purpose, kind: 'write' });
      return { attempt, marks, isToGoAlone: attempt !== tried };
    });
  } catch (error) {
    const attempt = { verdict: 'safe' as const, failure: error as Error };
    return travellers.map(() => ({ attempt, marks: [], isToGoAlone: true }));
  }
}

/** Nothing is there of a transaction that failed, and the id lets it be run again; only of a COMMIT without an answer nobody knows. */
function excuse<T>(attempt: Attempt<T>): Attempt<T> {
  return attempt.verdict === 'final' || attempt.verdict === 'schema' ? { ...attempt, verdict: 'safe' } : attempt;
}

/** One who waits for as long as the least patient, and must see what any of them has seen. */
function joinPurposes(travellers: Traveller[]): Purpose {
  const purposes = travellers.map(({ purpose }) => purpose);
  return {
    requestId: 'together',
    deadlineAtMs: Math.min(...purposes.map(({ deadlineAtMs }) => deadlineAtMs)),
    seen: purposes.map(({ seen }) => seen).reduce(merge),
  };
}
