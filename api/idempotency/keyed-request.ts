import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Query } from '../database/query.ts';
import type { ChangeInSteps, Session, Write, Written } from '../database/session.ts';
import { protocolError } from '../http/api-error.ts';
import type { Context } from '../http/request-context.ts';
import type { Fields, Recall, Route } from '../http/route.ts';
import { duplicateKeyOf } from '../key-failures.ts';
import { claimKey, completeKey, type KeptRequest, type KeyMarks, recallKey } from './repository.ts';

/** A POST whose client gave it a key: it is done once, and every repetition is shown what it did. */
export interface KeyedRequest {
  /** What the request did before; null where it was not done. Throws where the key came with another body. */
  recall(session: Session, request: Recall): Promise<{ seen: unknown } | null>;
  /** Writes, in one transaction with the note that it was done. */
  write<T>(session: Session, write: Write<T | null>): Promise<Written<T | null>>;
}

/** Reads the Idempotency-Key of a request; null where it has none, or none that counts. */
export type ReadKey = (
  context: Context,
  request: { route: Route; viewerId: number; body: unknown; fields: Fields },
) => KeyedRequest | null;

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** A key belongs to a user and a path. Where there is no user, the route says whose it is; else it has no effect. */
export function createKeyReader({ secret }: { secret: string }): ReadKey {
  const digest = (...parts: unknown[]) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest();
  return ({ method, path, headers }, { route, viewerId, body = null, fields }) => {
    const key = headers['idempotency-key'];
    const owner = viewerId > 0 ? viewerId : route.keyOwner?.(fields);
    if (method !== 'POST' || key === undefined || owner === undefined) return null;
    if (typeof key !== 'string' || !keyPattern.test(key)) throw unusable();
    const marks = {
      id: digest('key', owner, path, key),
      owner: digest('owner', owner),
      fingerprint: digest('body', body),
    };
    return {
      recall: async (session, request) => {
        const recalled = await recall(session, marks, (query) => route.look?.(query, request));
        const mayRecall = !recalled?.seen || !route.mayRecall || (await route.mayRecall(recalled.seen, request));
        return mayRecall ? recalled : null;
      },
      write: (session, write) => writeOnce(session, marks, write),
    };
  };
}

function recall(session: Session, marks: KeyMarks, look: (query: Query) => unknown): Promise<{ seen: unknown } | null> {
  const lookAgain = async (query: Query) => {
    const kept = await recallKey(query, marks);
    if (kept === null) return null;
    refuseOther(kept, marks);
    return { seen: await look(query) };
  };
  // LAST_INSERT_ID() is the connection's: no other read may come between the two.
  return session.read(lookAgain, { isAlone: true });
}

/** There was nothing to change: the key stays free. */
class NothingDone extends Error {}

/**
 * A duplicate may be what a request with the same key has just written on another member: as its rows arrive, the member ends this
 * transaction with its claim, and a statement under way meets the rows before it hears of that. A later look finds the key.
 */
const pausesMs = [0, 20, 40, 80, 160];

async function writeOnce<T>(session: Session, marks: KeyMarks, write: Write<T | null>): Promise<Written<T | null>> {
  const change = claimAndChange(marks, write);
  for (let tries = 0; ; tries += 1) {
    try {
      return await session.write({ ...write, change });
    } catch (error) {
      if (error instanceof NothingDone) return { hasChanged: false, seen: null };
      const pauseMs = pausesMs[tries];
      if (duplicateKeyOf(error) === null || pauseMs === undefined) throw error;
      await sleep(pauseMs);
      const recalled = await recall(session, marks, (query) => write.look?.(query));
      if (recalled) return { hasChanged: false, seen: recalled.seen as T | null };
    }
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
