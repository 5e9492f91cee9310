import type { MemberReport } from './member-report.ts';

/** Whether this member is ONLINE and sees more than half of its view. */
export function seesMajority({ state, view }: MemberReport) {
  const reachable = view.filter((entry) => entry.state !== 'UNREACHABLE').length;
  return state === 'ONLINE' && reachable * 2 > view.length;
}

/**
 * The ONLINE members of each group that has a majority, largest first; there should be one at most.
 * A single view proves nothing: other members may have died since, and a frozen member keeps an old
 * view. So more than half of the members of a view must answer and have the same view.
 */
export function findLiveGroups(reports: MemberReport[]): MemberReport[][] {
  const isBacked = (report: MemberReport) => countSharing(reports, report) * 2 > report.view.length;
  const deciding = reports.filter((report) => seesMajority(report) && isBacked(report));
  const views = [...new Set(deciding.map(({ view }) => viewKey(view)))];
  return views
    .map((key) => deciding.filter(({ view }) => viewKey(view) === key))
    .sort((one, other) => other.length - one.length);
}

/** The ONLINE members of the group that has a majority; empty where there is none. */
export function findLiveGroup(reports: MemberReport[]): MemberReport[] {
  return findLiveGroups(reports)[0] ?? [];
}

/**
 * Whether any member says that it is in a group: then one may exist, although the reports
 * contradict each other.
 */
export function claimsGroup(reports: MemberReport[]) {
  return reports.some(({ state }) => state === 'ONLINE' || state === 'RECOVERING');
}

/** Whether a member answers, is in no group and does not try to join one either. */
export function isOutside({ answers, state, joining }: MemberReport) {
  return answers && !joining && (state === 'OFFLINE' || state === 'ERROR');
}

/**
 * Whether all members answer and none is in a group: then one can be formed without losing a
 * transaction.
 */
export function isGroupLost(reports: MemberReport[]) {
  return reports.every(({ answers }) => answers) && !claimsGroup(reports);
}

/** Whether there is a group and all its members are read-only. */
export function isHeld(reports: MemberReport[]) {
  const live = findLiveGroup(reports);
  return live.length > 0 && live.every(({ readOnly }) => readOnly);
}

function countSharing(reports: MemberReport[], { view }: MemberReport) {
  return reports.filter((other) => viewKey(other.view) === viewKey(view)).length;
}

function viewKey(view: MemberReport['view']) {
  return view
    .map(({ name }) => name)
    .sort()
    .join();
}
