import { findForeignGtids, renderGtidSet } from '../../scripts/group/gtid-set.ts';
import { type MemberReport, reportMembers } from '../../scripts/group/member-report.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { askProxy } from '../haproxy/proxy-status.ts';
import { serversOf } from '../haproxy/statistics.ts';
import { type HostLook, type HostState, type Question, renderEndpoint } from '../role.ts';

/** A member, as `status --json` tells it. */
export interface MemberStatus {
  name: string;
  address: string;
  host: HostState;
  /** MySQL's word for the member, or DOWN. */
  state: string;
  role: string;
  version: string;
  gtidExecuted: string;
  applierQueue: number;
  /** Whether HAProxy sends clients there. */
  routed: boolean;
  /** Transactions that are not the group's; empty on a sound member. */
  foreignGtids: string;
}

/** Asks all members how they are, once for all who want to know. */
export function askMembers({ view, once }: Omit<Question, 'state'>): Promise<MemberReport[]> {
  const members = view.hostsOf('mysql').map((host) => ({ name: host.name, mysql: view.at(host, 'mysql') }));
  return once('members', () => reportMembers(members, { account: view.secrets.monitor, timeoutMs: 2_000 }));
}

/** Tells how one member does, and whether clients are sent to it. */
export async function describeMember(host: Host, { view, state, once }: Question): Promise<MemberStatus> {
  const at = view.hostsOf('mysql').findIndex(({ name }) => name === host.name);
  const [reports, proxy] = await Promise.all([askMembers({ view, once }), askProxy({ view, once })]);
  const report = reports[at] as MemberReport;
  return {
    name: host.name,
    address: renderEndpoint(view.at(host, 'mysql')),
    host: state,
    state: report.state,
    role: report.role,
    version: report.version,
    gtidExecuted: renderGtidSet(report.executed),
    applierQueue: report.applierQueue,
    routed: serversOf(proxy, 'mysql')[at]?.routed ?? false,
    foreignGtids: renderGtidSet(findForeignGtids(report.executed, view.record.groupUuid)),
  };
}

/** A member's line in `status`. */
export async function lookAtMember(host: Host, question: Question): Promise<HostLook> {
  return summarizeMember(await describeMember(host, question));
}

/** What the line of a member says. */
export function summarizeMember(member: MemberStatus): HostLook {
  const { address, version, state, routed } = member;
  const isOnline = state === 'ONLINE';
  return {
    address,
    version,
    text: renderMemberState(member),
    healthy: isOnline && routed,
    settled: routed || !isOnline,
    does: 'is ONLINE and routed',
  };
}

function renderMemberState({ state, routed, host, applierQueue, foreignGtids }: MemberStatus) {
  const notes = [
    routed ? 'routed' : 'not routed',
    ...(applierQueue > 0 ? [`${applierQueue} to apply`] : []),
    ...(foreignGtids === '' || state === 'ONLINE' ? [] : ['diverged']),
    ...(host === 'restarting' || host === 'orphaned' ? [host] : []),
  ];
  return `${state}, ${notes.join(', ')}`;
}
