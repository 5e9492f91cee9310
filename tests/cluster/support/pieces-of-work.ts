import type { Query } from '../../../api/database/query.ts';
import type { Session, Write } from '../../../api/database/session.ts';
import type { Ledger } from './ledger.ts';

/** What is entered into a ledger, and which counter counts it. */
export interface Piece {
  work: string;
  counter: number;
}

/** The piece of work that was entered, as the ledger has it. */
interface Entry {
  id: number;
  work: string;
}

const insertRow = ({ rows }: Ledger, { work }: Piece) => ({
  sql: `INSERT INTO ${rows} (work) VALUES (?)`,
  values: [work],
});

const findEntry = (query: Query, { rows }: Ledger) =>
  query.row<Entry>(`SELECT id, work FROM ${rows} WHERE id = LAST_INSERT_ID()`);

/** Only the row, in one packet with its COMMIT. */
export const enterAtOnce = (ledger: Ledger, piece: Piece): Write<Entry | null> => ({
  change: [insertRow(ledger, piece)],
  look: (query) => findEntry(query, ledger),
});

/** A row, and one more on a counter; each statement waits for the one before it. */
const enterInSteps = (ledger: Ledger, piece: Piece): Write<Entry | null> => ({
  async change(query) {
    const { sql, values } = insertRow(ledger, piece);
    await query.change(sql, values);
    await query.change(`UPDATE ${ledger.counters} SET n = n + 1 WHERE id = ?`, [piece.counter]);
  },
  look: (query) => findEntry(query, ledger),
});

/** How a piece of work is written, and what its caller is told. */
export type Way = (session: Session, ledger: Ledger, piece: Piece) => Promise<string | number | undefined>;

export const inSeveralPackets: Way = async (session, ledger, piece) =>
  (await session.write(enterInSteps(ledger, piece))).seen?.work;
export const inOnePacket: Way = async (session, ledger, piece) =>
  (await session.write(enterAtOnce(ledger, piece))).seen?.id;
