import { findOrAddMember, type Member, noteApplied } from '../causality/members.ts';
import type { Position } from '../causality/position.ts';
import { createFailure } from '../failures/failures.ts';
import { MemberConnection, renderWait } from './connection.ts';
import { openWire, type Wire, type WireOptions } from './wire.ts';

/** What a new connection needs to know of the process. */
export interface OpenOptions {
  where: WireOptions;
  members: Map<string, Member>;
  /** Everything this process has written: a member that does not have it gets no request. */
  written(): Position;
}

/** How long the first packet may take; a paused host accepts connections and then says nothing. */
const greetingPatienceMs = 1_500;

const sessionSettings = [
  "time_zone = '+00:00'",
  "session_track_gtids = 'OWN_GTID'",
  "transaction_isolation = 'READ-COMMITTED'",
  'innodb_lock_wait_timeout = 1',
  'max_execution_time = 10000',
];

const greeting = [
  `SET SESSION ${sessionSettings.join(', SESSION ')}`,
  'SELECT @@server_uuid AS uuid, @@report_host AS host, @@report_port AS port',
];

interface Introduction {
  uuid: string;
  host: string | null;
  port: number;
}

/** Opens a connection through HAProxy and asks which member it led to; refuses a member that lacks what this process wrote. */
export async function openConnection(
  options: OpenOptions,
  onLost: (failure: Error) => void,
): Promise<MemberConnection> {
  const wire = await openWire(options.where, onLost);
  const timer = setTimeout(
    () => wire.destroy(createFailure('STATEMENT_TIMEOUT', 'No greeting in time.')),
    greetingPatienceMs,
  );
  try {
    return await introduce(wire, options);
  } catch (error) {
    wire.destroy(error as Error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function introduce(wire: Wire, { members, written }: OpenOptions): Promise<MemberConnection> {
  const wanted = written();
  const statements = wanted.length > 0 ? [...greeting, renderWait(wanted)] : greeting;
  const results = await wire.send(statements, greetingPatienceMs);
  const [introduction] = results[1] as [Introduction];
  const member = findOrAddMember(members, introduction.uuid, nameMember(introduction));
  noteApplied(member, wanted);
  return new MemberConnection(wire, member);
}

function nameMember({ uuid, host, port }: Introduction): string {
  return host === null ? uuid : `${host}:${port}`;
}
