import { type Database, requestPatienceMs } from '../database/database.ts';
import { merge, type Position } from '../database/position.ts';
import { createCausalityTokens } from './causality-token.ts';
import { createReception } from './reception.ts';
import type { Context, Next } from './state.ts';

/** The header and the cookie in which a client may carry what it has written to another API process. */
export const causalityHeader = 'Causality-Token';
const cookieName = 'causality';
const cookieLifeSeconds = 600;

/**
 * Gives each request its session with the database. It sees everything this process has acknowledged, whoever wrote it, what the
 * client says that other processes have acknowledged to it, and all of it where the user comes from another process.
 */
export function openCausalSession(database: Database, { secret }: { secret: string }) {
  const tokens = createCausalityTokens({ secret });
  let acknowledged: Position = [];
  const receive = createReception(async () => {
    const marks = await database.catchUp();
    acknowledged = merge(acknowledged, marks);
  });
  return async function openRequestSession(context: Context, next: Next): Promise<void> {
    const arrivedAtMs = Date.now();
    await receive(context);
    const nowMs = Date.now();
    const carried = readCarried(context);
    const after = carried === undefined ? acknowledged : merge(acknowledged, tokens.parse(carried, nowMs));
    const deadlineMs = requestPatienceMs - (nowMs - arrivedAtMs);
    const session = database.session({ requestId: context.state.requestId, deadlineMs, after });
    context.state.session = session;
    try {
      await next();
    } finally {
      const written = session.written();
      if (written) {
        acknowledged = merge(acknowledged, written);
        hand(context, tokens.render(merge(after, written)));
      }
    }
  };
}

function readCarried({ headers }: Context): string | undefined {
  const header = headers[causalityHeader.toLowerCase()];
  if (typeof header === 'string') return header;
  return /(?:^|;\s*)causality=([\w.-]+)/.exec(headers.cookie ?? '')?.[1];
}

function hand(context: Context, token: string): void {
  context.set(causalityHeader, token);
  context.append('Set-Cookie', `${cookieName}=${token}; Path=/; Max-Age=${cookieLifeSeconds}; HttpOnly; SameSite=Lax`);
}
