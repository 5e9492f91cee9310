import type { Query, Statement } from '../../api/database/query.ts';
import type { Write } from '../../api/database/session.ts';

/** A partition, and who may publish its events. */
export interface Lease {
  partition: number;
  holder: string;
  token: number;
  /** No relay holds it any more. */
  isOver: 0 | 1;
}

/** A holder that says nothing for so long is followed by another. */
export const leaseMs = 3_000;
/** A holder stops this long before the end of its lease, whatever the clocks of the members say. */
const marginMs = 1_000;

/** Renews the holder's leases and takes one more that is over, if it is. */
export function renewLeases(holder: string, wanted: number | undefined): Write<Lease[]> {
  return { change: [renew(holder, wanted)], look: listLeases };
}

// Assigned from left to right: the token rises where the lease was another's, or was over.
function renew(holder: string, wanted = -1): Statement {
  return {
    sql: `UPDATE event_leases
             SET token = token + (holder <> ? OR ends_at < NOW(3)), holder = ?, ends_at = NOW(3) + INTERVAL ${leaseMs}000 MICROSECOND
           WHERE (holder = ? AND ends_at >= NOW(3)) OR (partition_no = ? AND ends_at < NOW(3))`,
    values: [holder, holder, holder, wanted],
  };
}

/** Ends the holder's leases, so that another relay need not wait for their end. */
export function endLeases(holder: string): Statement {
  return {
    sql: 'UPDATE event_leases SET ends_at = NOW(3) - INTERVAL 1 SECOND WHERE holder = ? AND ends_at >= NOW(3)',
    values: [holder],
  };
}

const listLeases = (query: Query) =>
  query.rows<Lease>(
    'SELECT partition_no AS `partition`, holder, token, ends_at < NOW(3) AS isOver FROM event_leases ORDER BY partition_no',
  );

/** Whether a relay has renewed a lease in the last seconds. */
export const isAnyLeaseHeld = async (query: Query): Promise<boolean> =>
  (await query.row("SELECT 1 AS found FROM event_leases WHERE holder <> '' AND ends_at >= NOW(3) LIMIT 1")) !== null;

/** Which lease that is over a holder wants next: each begins at another end, so that several share them. */
export function chooseLease(leases: Lease[], isReversed: boolean): number | undefined {
  const free = leases.filter(({ isOver }) => isOver).map(({ partition }) => partition);
  return isReversed ? free.at(-1) : free[0];
}

/** What a holder may do: its partitions with their tokens, until a moment of its own clock. */
export interface Held {
  tokens: Map<number, number>;
  untilMs: number;
}

/** What was granted by a renewal that was sent at this moment of the holder's own clock. */
export function readHeld(leases: Lease[], holder: string, sentAtMs: number): Held {
  const own = leases.filter((lease) => lease.holder === holder && !lease.isOver);
  return {
    tokens: new Map(own.map(({ partition, token }) => [partition, token])),
    untilMs: sentAtMs + leaseMs - marginMs,
  };
}
