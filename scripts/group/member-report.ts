import type { MemberHost } from '../settings/endpoints.ts';
import { type GtidSet, parseGtidSet } from './gtid-set.ts';
import { type ClientOptions, type MemberClient, withMember } from './member-client.ts';

/** MySQL's words for a member, and DOWN for one that does not answer. */
export type MemberState = 'ONLINE' | 'RECOVERING' | 'OFFLINE' | 'ERROR' | 'UNREACHABLE' | 'DOWN';

export interface ViewEntry {
  name: string;
  state: MemberState;
}

/** What one member says of itself and of the group. */
export interface MemberReport {
  name: string;
  answers: boolean;
  /** Why it does not answer. */
  problem?: string;
  state: MemberState;
  role: string;
  version: string;
  readOnly: boolean;
  /** Whether it is trying to join a group at this moment; do not interrupt that. */
  joining: boolean;
  /**
   * Whether it was last told to join a group, by a command or at its start; not whether it
   * succeeded.
   */
  wantsGroup: boolean;
  applierQueue: number;
  executed: GtidSet;
  /** What it has received from the group, applied or not. */
  received: GtidSet;
  /** What has been removed from its binary logs. */
  purged: GtidSet;
  /** The members as this one sees them. */
  view: ViewEntry[];
}

interface Facts {
  state: MemberState | null;
  role: string | null;
  version: string;
  readOnly: number;
  applying: number | null;
  joiningAtStart: number;
  wantsGroup: number | null;
  applierQueue: string | number | null;
  executed: string;
  purged: string;
  received: string | null;
}

// In the error log: "Plugin 'group_replication' is starting" and "… has been stopped".
const starting = 'MY-013587';
const stopped = 'MY-011651';

// Lives from a server's start, while it answers already, until its own try to join has ended.
const joiningThread = 'thread/group_rpl/THD_delayed_initialization';

const factsSql = `
  SELECT m.MEMBER_STATE AS state, m.MEMBER_ROLE AS role, VERSION() AS version,
    @@GLOBAL.super_read_only AS readOnly, @@GLOBAL.gtid_executed AS executed, @@GLOBAL.gtid_purged AS purged,
    (SELECT SERVICE_STATE = 'ON' FROM performance_schema.replication_applier_status
       WHERE CHANNEL_NAME = 'group_replication_applier') AS applying,
    EXISTS (SELECT 1 FROM performance_schema.threads WHERE NAME = '${joiningThread}') AS joiningAtStart,
    (SELECT ERROR_CODE = '${starting}' FROM performance_schema.error_log
       WHERE ERROR_CODE IN ('${starting}', '${stopped}') ORDER BY LOGGED DESC LIMIT 1) AS wantsGroup,
    (SELECT COUNT_TRANSACTIONS_IN_QUEUE + COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE
       FROM performance_schema.replication_group_member_stats WHERE MEMBER_ID = @@server_uuid) AS applierQueue,
    (SELECT RECEIVED_TRANSACTION_SET FROM performance_schema.replication_connection_status
       WHERE CHANNEL_NAME = 'group_replication_applier') AS received
  FROM (SELECT @@server_uuid AS id) me
  LEFT JOIN performance_schema.replication_group_members m ON m.MEMBER_ID = me.id`;

const viewSql = `
  SELECT CONCAT(MEMBER_HOST, ':', MEMBER_PORT) AS address, MEMBER_STATE AS state
  FROM performance_schema.replication_group_members WHERE MEMBER_HOST <> ''`;

/** Asks one member; a member that does not answer is reported as DOWN, with the reason. */
export async function reportMember(
  member: MemberHost,
  options: ClientOptions & { members: MemberHost[] },
): Promise<MemberReport> {
  try {
    return await withMember(member, options, (client) => askMember(client, member, options.members));
  } catch (error) {
    return downReport(member.name, (error as Error).message);
  }
}

/** Asks all members at once. */
export function reportMembers(members: MemberHost[], options: ClientOptions) {
  return Promise.all(members.map((member) => reportMember(member, { ...options, members })));
}

async function askMember(client: MemberClient, member: MemberHost, members: MemberHost[]): Promise<MemberReport> {
  const [facts] = await client.rows<Facts>(factsSql);
  if (!facts) throw new Error('it returned no report');
  const view = await client.rows<{ address: string; state: MemberState }>(viewSql);
  const state = facts.state ?? 'OFFLINE';
  const names = new Map(members.map(({ name, mysql }) => [`${mysql.address}:${mysql.port}`, name]));
  return {
    name: member.name,
    answers: true,
    state,
    role: facts.role || '',
    version: facts.version,
    readOnly: facts.readOnly === 1,
    // The applier runs while the member tries to join.
    joining: state === 'OFFLINE' && (facts.applying === 1 || facts.joiningAtStart === 1),
    wantsGroup: facts.wantsGroup === 1,
    applierQueue: Number(facts.applierQueue ?? 0),
    executed: parseGtidSet(facts.executed),
    received: parseGtidSet(facts.received ?? ''),
    purged: parseGtidSet(facts.purged),
    view: view.map(({ address, state }) => ({ name: names.get(address) ?? address, state })),
  };
}

function downReport(name: string, problem: string): MemberReport {
  const none: GtidSet = new Map();
  const nothing = {
    role: '',
    version: '',
    readOnly: true,
    joining: false,
    wantsGroup: false,
    applierQueue: 0,
    view: [],
  };
  return { name, answers: false, problem, state: 'DOWN', ...nothing, executed: none, received: none, purged: none };
}
