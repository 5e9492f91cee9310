import type { Query, Session } from '../../../api/database/database.ts';
import { change } from '../../../api/rows.ts';
import type { Ledger } from './ledger.ts';

/** What is entered into a ledger, and which counter counts it. */
export interface Piece {
  work: string;
  counter: number;
}

/** Enters a piece of work into the ledger: a row, and one more on a counter. */
async function enter(query: Query, { rows, counters }: Ledger, { work, counter }: Piece) {
  await query.raw(`INSERT INTO ${rows} (work) VALUES (?)`, [work]);
  await query.raw(`UPDATE ${counters} SET n = n + 1 WHERE id = ?`, [counter]);
  return work;
}

/** Only the row, with a look that starts together with it; gives the id of the row. */
export async function enterAtOnce(query: Query, { rows }: Ledger, { work }: Piece) {
  const row = change(query, `INSERT INTO ${rows} (work) VALUES (?)`, [work]);
  return (await Promise.all([row, query.raw(`SELECT work FROM ${rows} WHERE work = ?`, [work])]))[0].insertId;
}

/** How a piece of work is written, and what its caller is told. */
export type Way = (session: Session, ledger: Ledger, piece: Piece) => Promise<string | number>;

/** Each statement waits for the one before it, and COMMIT for all. */
export const inSeveralPackets: Way = (session, ledger, piece) => session.write((query) => enter(query, ledger, piece));
/** Everything travels with its COMMIT. */
export const inOnePacket: Way = (session, ledger, piece) =>
  session.write(
    (query) => enterAtOnce(query, ledger, piece),
    async (_, insertedId) => insertedId,
  );
