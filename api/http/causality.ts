import { merge, type Position } from '../database/causality/position.ts';
import type { Database } from '../database/database.ts';
import { requestPatienceMs } from '../database/session.ts';
import { createCausalityTokens } from './causality-token.ts';
import { createProcessCatchUp } from './process-catch-up.ts';
import type { Context, Next } from './request-context.ts';

/** The header and the cookie in which a client may carry what it has written to another API process. */
export const causalityHeader = 'Causality-Token';
const cookieName = 'causality';
const cookieLifeSeconds = 600;

/**
 * Gives each request its session with the database. It sees everything that this process has acknowledged to any client, what the
 * client says that other processes have acknowledged to it, and all of it where the user comes from another process.
 */
export function createCausalSessions(database: Database, { secret }: { secret: string }) {
  const tokens = createCausalityTokens({ secret });
  let acknowledged: Position = [];
  const catchUpFirst = createProcessCatchUp(async () => {
    const marks = await database.catchUp();
    acknowledged = merge(acknowledged, marks);
  });
  return async function openRequestSession(context: Context, next: Next): Promise<void> {
    const arrivedAtMs = Date.now();
    await catchUpFirst(context);
    const nowMs = Date.now();
    const carried = readCarried(context);
    const after = carried === undefined ? acknowledged : merge(acknowledged, tokens.parse(carried, nowMs));
    const deadlineMs = requestPatienceMs - (nowMs - arrivedAtMs);
    const { requestId } = context.state;
    const session = database.session({ requestId, deadlineMs, after, question: findQuestion(context) });
    context.state.session = session;
    try {
      await next();
    } finally {
      const written = session.written();
      if (written) {
        acknowledged = merge(acknowledged, written);
        setCausalityToken(context, tokens.render(merge(after, written)));
      }
    }
  };
}

/** Anonymous requests for the same URL ask the same. */
function findQuestion({ method, headers, originalUrl }: Context): string | undefined {
  return method === 'GET' && headers.authorization === undefined ? originalUrl : undefined;
}

function readCarried({ headers }: Context): string | undefined {
  const header = headers[causalityHeader.toLowerCase()];
  if (typeof header === 'string') return header;
  return /(?:^|;\s*)causality=([\w.-]+)/.exec(headers.cookie ?? '')?.[1];
}

function setCausalityToken(context: Context, token: string): void {
  context.set(causalityHeader, token);
  context.append('Set-Cookie', `${cookieName}=${token}; Path=/; Max-Age=${cookieLifeSeconds}; HttpOnly; SameSite=Lax`);
}
