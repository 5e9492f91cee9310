import { createHmac } from 'node:crypto';
import type { Query } from '../database/query.ts';
import type { ChangeInSteps, Session, Write, Written } from '../database/session.ts';
import { protocolError } from '../http/api-error.ts';
import type { Context } from '../http/request-context.ts';
import type { Fields, Recall, Route } from '../http/route.ts';
import { claimKey, completeKey, type KeptRequest, type KeyMarks, recallKey } from './repository.ts';

/** What a request did before, as it is now. */
export interface Recalled {
  seen: unknown;
}

/** A POST whose client gave it a key: it is done once, and every repetition is shown what it did. */
export interface KeyedRequest {
  /** Looks for what the request did before; null where it was not done. Throws where the key came with another body. */
  look(query: Query): Promise<Recalled | null>;
  /** Whether that may be shown again. */
  mayRecall(recalled: Recalled): Promise<boolean>;
  /** Writes, in one transaction with the note that it was done. */
  write<T>(session: Session, write: Write<T | null>): Promise<Written<T | null>>;
}

/** Reads the Idempotency-Key of a request; null where it has none, or none that counts. */
export type ReadKey = (
  context: Context,
  request: { route: Route; viewerId: number; body: unknown; recall: Recall<Fields> },
) => KeyedRequest | null;

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** A key belongs to a user and a path. Where there is no user, the route says whose it is; else it has no effect. */
export function createKeyReader({ secret }: { secret: string }): ReadKey {
  const digest = (...parts: unknown[]) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest();
  return ({ method, path, headers }, { route, viewerId, body = null, recall }) => {
    const key = headers['idempotency-key'];
    const owner = viewerId > 0 ? viewerId : route.keyOwner?.(recall.input);
    if (method !== 'POST' || key === undefined || owner === undefined) return null;
    if (typeof key !== 'string' || !keyPattern.test(key)) throw unusable();
    const marks = {
      id: digest('key', owner, path, key),
      owner: digest('owner', owner),
      fingerprint: digest('body', body),
    };
    return {
      async look(query) {
        const kept = await recallKey(query, marks);
        if (kept === null) return null;
        refuseOther(kept, marks);
        return { seen: await route.look?.(query, recall) };
      },
      mayRecall: async ({ seen }) => !seen || !route.mayRecall || (await route.mayRecall(seen, recall)),
      write: (session, write) => writeOnce(session, marks, write),
    };
  };
}

/** Shows what a keyed request did before; null where it was not done, or may not be shown again. */
export async function recallDone(session: Session, keyed: KeyedRequest): Promise<Recalled | null> {
  // LAST_INSERT_ID() is the connection's: no other read may come between the two.
  const recalled = await session.read(keyed.look, { isAlone: true });
  return recalled && (await keyed.mayRecall(recalled)) ? recalled : null;
}

/** There was nothing to change: the key stays free. */
class NothingDone extends Error {}

async function writeOnce<T>(session: Session, marks: KeyMarks, write: Write<T | null>): Promise<Written<T | null>> {
  try {
    return await session.write({ ...write, change: claimAndChange(marks, write) });
  } catch (error) {
    if (error instanceof NothingDone) return { hasChanged: false, seen: null };
    throw error;
  }
}

/** The claim comes first: of two requests that come together one waits here for the other, on whichever member. */
function claimAndChange<T>(marks: KeyMarks, { change, look }: Write<T | null>): ChangeInSteps {
  return async (query) => {
    if (!(await claimKey(query, marks))) return refuseOther(await recallKey(query, marks), marks);
    if (typeof change === 'function') await change(query);
    else await Promise.all(change.map(({ sql, values }) => query.change(sql, values)));
    if (look && (await look(query)) === null) throw new NothingDone();
    await completeKey(query, marks);
  };
}

function refuseOther(kept: KeptRequest | null, { fingerprint }: KeyMarks): void {
  if (!kept?.fingerprint.equals(fingerprint)) throw reused();
}

const reused = () =>
  protocolError({ status: 422, subject: 'idempotency-key', message: 'was used for another request' });
const unusable = () =>
  protocolError({ status: 400, subject: 'idempotency-key', message: 'has to be 1 to 255 visible ASCII characters' });
