import { parseAuthorization } from './authentication.ts';
import type { Context } from './request-context.ts';
import { shareNext } from './share-next.ts';

/** Catching up costs the group a write. */
const restMs = 20;

/** What HAProxy names before a login: the process that knows the user is not known yet. */
const anyProcess = 'any';

/**
 * HAProxy names the process that served this user last. If it was another one, this process catches up first: `catchUp` makes
 * it see everything that was acknowledged anywhere. HAProxy notes a new process with the answer, so all requests before the
 * first answer catch up. A process that has not caught up since it started may only have the name of the one before it.
 */
export function createProcessCatchUp(
  catchUp: () => Promise<void>,
  { isUser }: { isUser(token: string): boolean },
): (context: Context) => Promise<void> | undefined {
  // A request whose catching up failed is not named as another process's the next time.
  let isBehind = true;
  const catchUpOnce = shareNext(
    () =>
      catchUp().then(
        () => {
          isBehind = false;
        },
        (error) => {
          isBehind = true;
          throw error;
        },
      ),
    { restMs },
  );
  return ({ app, headers }) => {
    const before = headers['x-forwarded-process-before'];
    const mayMiss = before !== undefined && (isBehind || before !== headers['x-forwarded-process']);
    if (!app.proxy || !mayMiss) return undefined;
    // HAProxy reads whose token it is and no signature: anybody can make one up.
    return before === anyProcess || isUser(parseAuthorization(headers.authorization) ?? '') ? catchUpOnce() : undefined;
  };
}
