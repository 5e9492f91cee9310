import type { Database } from '../database/database.ts';
import type { Context } from './request-context.ts';

/** How long the readiness question may take; HAProxy asks again soon. */
const readyWithinMs = 2000;

/** Whether the process lives and whether it can serve; `isClosing` says that it is about to end. */
export function createHealth({ database, isClosing }: { database: Database; isClosing(): boolean }) {
  return {
    health(context: Context): void {
      context.body = { status: 'ok' };
    },
    async ready(context: Context): Promise<void> {
      const problem = isClosing() ? 'closing' : await findProblem(database, context.state.requestId);
      context.status = problem ? 503 : 200;
      if (problem) context.set('Retry-After', '1');
      context.body = problem ? { status: 'unavailable', reason: problem } : { status: 'ok' };
    },
  };
}

async function findProblem(database: Database, requestId: string): Promise<string | null> {
  try {
    await database.session({ requestId, deadlineMs: readyWithinMs }).read((query) => query.rows('SELECT 1'));
    return null;
  } catch {
    return 'database';
  }
}
