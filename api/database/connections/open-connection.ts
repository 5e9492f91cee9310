import { patience } from '../../patience.ts';
import { findOrAddMember, type Member, noteApplied } from '../causality/members.ts';
import type { Position } from '../causality/position.ts';
import { MemberConnection, renderWait } from './connection.ts';
import { Wire, type WireOptions } from './wire.ts';

/** What a new connection needs to know of the process. */
export interface OpenOptions {
  where: WireOptions;
  members: Map<string, Member>;
  /** Everything this process has written: a member that does not have it gets no request. */
  written: Position;
}

/** How long the first packet may take; a paused host accepts connections and then says nothing. */
const greetingPatienceMs = 1_500 * patience;

const sessionSettings = [
  "time_zone = '+00:00'",
  "session_track_gtids = 'OWN_GTID'",
  "transaction_isolation = 'READ-COMMITTED'",
  'innodb_lock_wait_timeout = 1',
  'max_execution_time = 10000',
];

const greeting = [
  `SET SESSION ${sessionSettings.join(', SESSION ')}`,
  "SELECT @@server_uuid AS uuid, COALESCE(CONCAT(@@report_host, ':', @@report_port), @@server_uuid) AS name",
];

/** Opens a connection through HAProxy and asks which member it led to; refuses a member that lacks what this process wrote. */
export async function openConnection({ where, members, written }: OpenOptions): Promise<MemberConnection> {
  const wire = new Wire(where);
  try {
    const results = await wire.send([...greeting, ...renderWait(written)], greetingPatienceMs);
    const [{ uuid, name }] = results[1] as [{ uuid: string; name: string }];
    const member = findOrAddMember(members, uuid, name);
    noteApplied(member, written);
    return new MemberConnection(wire, member);
  } catch (error) {
    wire.destroy(error as Error);
    throw error;
  }
}
