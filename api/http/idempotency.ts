import { createHmac } from 'node:crypto';
import type { Query, Session } from '../database/database.ts';
import { duplicateKeyOf } from '../key-failures.ts';
import { change, selectRow } from '../rows.ts';
import { protocolError } from './api-error.ts';
import type { Answer } from './route.ts';
import { openText, sealText } from './sealed-text.ts';
import type { Context } from './state.ts';

/** A POST whose client gave it a key: it is done once, and every repetition gets the first answer. */
export interface KeyedRequest {
  /** The answer it got before; null where it was never done. Throws where the key came with another body. */
  recall(session: Session): Promise<Answer | null>;
  /** Does it, in one transaction with the note that it was done. `handle` may run more than once; one run counts. */
  run(session: Session, handle: (session: Session) => Promise<Answer>): Promise<Answer>;
}

interface Kept {
  fingerprint: Buffer;
  answer: Buffer;
}

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** Reads a request's Idempotency-Key; null where it has none or is no POST. A key belongs to a user and a path. */
export function createKeyReader({ secret }: { secret: string }) {
  const digest = (...parts: unknown[]) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest();
  return async function readKey(
    { method, path, headers }: Context,
    { viewerId, readBody }: { viewerId: number; readBody(): Promise<unknown> },
  ): Promise<KeyedRequest | null> {
    const key = headers['idempotency-key'];
    if (method !== 'POST' || key === undefined) return null;
    if (typeof key !== 'string' || !keyPattern.test(key)) throw unusable();
    const body = (await readBody()) ?? null;
    return createKeyedRequest({
      id: digest('key', viewerId, path, key),
      fingerprint: digest('body', body),
      // Answers hold tokens: only who has the key and the body can read them, and the database never can.
      lock: digest('answer', key, body),
    });
  };
}

interface Marks {
  id: Buffer;
  fingerprint: Buffer;
  lock: Buffer;
}

function createKeyedRequest(marks: Marks): KeyedRequest {
  return {
    recall: (session) => session.read((query) => findAnswer(query, marks)),
    run: (session, handle) =>
      session.write((query) => runOnce(query, marks, () => handle(sessionWithin(session, query)))),
  };
}

const table = 'idempotent_requests';

/** The claim comes first: of two that come together one waits here for the other, on whichever member. */
async function runOnce(query: Query, marks: Marks, handle: () => Promise<Answer>): Promise<Answer> {
  try {
    await claim(query, marks);
  } catch (error) {
    // Where the claim stands is the answer, too; another member may not have either yet.
    const answer = duplicateKeyOf(error) === 'PRIMARY' ? await findAnswer(query, marks) : null;
    if (answer === null) throw error;
    return answer;
  }
  return runClaimed(query, marks, handle);
}

async function claim(query: Query, { id, fingerprint }: Marks): Promise<void> {
  await change(query, `INSERT INTO ${table} (id, fingerprint) VALUES (?, ?)`, [id, fingerprint] as never);
}

async function runClaimed(query: Query, { id, lock }: Marks, handle: () => Promise<Answer>): Promise<Answer> {
  const answer = await handle();
  const sealed = sealText(JSON.stringify(answer), lock);
  await change(query, `UPDATE ${table} SET answer = ? WHERE id = ?`, [sealed, id] as never);
  return answer;
}

async function findAnswer(query: Query, { id, fingerprint, lock }: Marks): Promise<Answer | null> {
  const sql = `SELECT fingerprint, answer FROM ${table} WHERE id = ?`;
  const kept = await selectRow<Kept>(query, sql, [id] as never);
  if (kept === null) return null;
  if (!kept.fingerprint.equals(fingerprint)) throw reused();
  return JSON.parse(openText(kept.answer, lock)) as Answer;
}

/**
 * A session whose reads and writes are part of one transaction that is already under way. No savepoints: where another member's
 * write has just taken the transaction back, MySQL forgets that at a savepoint, and commits the rest of it.
 */
function sessionWithin(session: Session, query: Query): Session {
  return {
    isWithinTransaction: true,
    read: (work) => work(query),
    write: (work) => work(query),
    written: () => session.written(),
  };
}

const reused = () =>
  protocolError({ status: 422, subject: 'idempotency-key', message: 'was used for another request' });
const unusable = () =>
  protocolError({ status: 400, subject: 'idempotency-key', message: 'has to be 1 to 255 visible ASCII characters' });
