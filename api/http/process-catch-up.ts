import { shareNext } from './share-next.ts';
import type { Context } from './state.ts';

/** Catching up costs the group a write; whoever makes up users pays with waiting for it. */
const restMs = 20;

/**
 * Whoever comes from another process may have written there, and that one may have had the name of this one. HAProxy says of each
 * request of a user which process gets it, and which one had the user last. It changes its mind with the answer, so that all who come
 * before the first answer are newcomers. `catchUp` makes this process see everything that was acknowledged anywhere.
 */
export function createReception(catchUp: () => Promise<void>): (context: Context) => Promise<void> | undefined {
  // A new process owes it to everybody, and so does one that failed: who was not received is no newcomer the next time.
  let owes = true;
  const catchUpOnce = shareNext(
    () =>
      catchUp().then(
        () => {
          owes = false;
        },
        (error) => {
          owes = true;
          throw error;
        },
      ),
    { restMs },
  );
  return ({ app, headers }) => {
    const before = headers['x-forwarded-process-before'];
    const isOfUser = app.proxy === true && before !== undefined;
    return isOfUser && (owes || before !== headers['x-forwarded-process']) ? catchUpOnce() : undefined;
  };
}
