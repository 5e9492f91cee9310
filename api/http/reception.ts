import { shareNext } from './share-next.ts';
import type { Context } from './state.ts';

/** Makes this process see everything that was acknowledged anywhere. */
type CatchUp = () => Promise<void>;

/**
 * Whoever comes from another process may have written there. HAProxy says of each request which process gets it, and which one got this
 * user's last; it changes its mind with the answer, so that all who come before the first answer are newcomers.
 */
export function createReception(catchUp: CatchUp): (context: Context) => Promise<void> | undefined {
  const catchUpOnce = shareNext(catchUp);
  // A newcomer who was not received is not one the next time.
  let owes = false;
  const receive = () =>
    catchUpOnce().then(
      () => {
        owes = false;
      },
      (error) => {
        owes = true;
        throw error;
      },
    );
  return (context) => (owes || isNewcomer(context) ? receive() : undefined);
}

function isNewcomer({ app, headers }: Context): boolean {
  const before = headers['x-forwarded-process-before'];
  return app.proxy === true && before !== undefined && before !== headers['x-forwarded-process'];
}
