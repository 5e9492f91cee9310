import { type Cache, noCache } from '../cache/cache.ts';
import type { Reader } from '../cache/copies.ts';
import { merge, type Position } from '../database/causality/position.ts';
import type { Database } from '../database/database.ts';
import { requestPatienceMs, type Session } from '../database/session.ts';
import type { Tokens } from '../users/tokens.ts';
import { type Carried, createCausalityTokens } from './causality-token.ts';
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
export function createCausalSessions(database: Database, { secret, tokens, cache = noCache }: CausalOptions) {
  const causalityTokens = createCausalityTokens({ secret });
  let acknowledged: Position = [];
  /** Only what is read after it shows what other processes had acknowledged by then. */
  let caughtUp: Position = [];
  const catchUp = async () => {
    const marks = await database.catchUp();
    acknowledged = merge(acknowledged, marks);
    caughtUp = merge(caughtUp, marks);
  };
  const catchUpFirst = createProcessCatchUp(catchUp, { isUser: (token) => 'id' in tokens.read(token) });

  function open(context: Context, arrivedAtMs: number): OpenSession {
    const nowMs = Date.now();
    const carried = readCarried(context);
    const { marks, foreign } = carried === undefined ? carriesNothing : causalityTokens.parse(carried, nowMs);
    const after = merge(acknowledged, marks);
    const deadlineMs = requestPatienceMs - (nowMs - arrivedAtMs);
    const { requestId } = context.state;
    const question = findQuestion(context);
    const isOver = () => context.req.socket.destroyed;
    return {
      after,
      carriedForeign: foreign,
      foreign: merge(caughtUp, foreign),
      session: database.session({ requestId, deadlineMs, after, question, isOver }),
    };
  }

  return async function openRequestSession(context: Context, next: Next): Promise<void> {
    const arrivedAtMs = Date.now();
    let opened: OpenSession | undefined;
    // A request that is refused before it needs the database costs the group nothing.
    const openFirst = async () => {
      await (opened ? undefined : catchUpFirst(context));
      opened ??= open(context, arrivedAtMs);
      return opened.session;
    };
    const copies = cache.copies();
    if (copies) {
      const readShared = (position: Position) => {
        const deadlineMs = requestPatienceMs - (Date.now() - arrivedAtMs);
        return database.session({ requestId: context.state.requestId, deadlineMs, after: position });
      };
      context.state.copies = {
        async read({ read, ...question }) {
          await openFirst();
          return copies.read({ ...question, read: (at) => readShared(at).read(read) }, opened as Reader);
        },
      };
    }
    context.state.touch = (topics) => cache.copies()?.touch(topics);
    context.state.session = {
      read: async (look, options) => (await openFirst()).read(look, options),
      write: async (write) => (await openFirst()).write(write),
      written: () => opened?.session.written(),
    };
    try {
      await next();
    } finally {
      const written = opened?.session.written();
      if (opened && written) {
        acknowledged = merge(acknowledged, written);
        setCausalityToken(
          context,
          causalityTokens.render({ marks: merge(opened.after, written), foreign: opened.carriedForeign }),
        );
      }
    }
  };
}

interface CausalOptions {
  secret: string;
  tokens: Tokens;
  cache?: Cache;
}

const carriesNothing: Carried = { marks: [], foreign: [] };

/** A session, and the writes that its reads see. */
interface OpenSession extends Reader {
  carriedForeign: Position;
  session: Session;
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
