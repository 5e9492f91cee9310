import type { MemberReport } from './member-report.ts';

/** Whether this member is ONLINE and sees more than half of its view. */
export function seesMajority({ state, view }: MemberReport) {
  const reachable = view.filter((entry) => entry.state !== 'UNREACHABLE').length;
  return state === 'ONLINE' && reachable * 2 > view.length;
}

/**
 * The ONLINE members of each group that can decide, the largest first; there should be one at the most. What one member
 * believes is not enough: others may have died a moment ago, and one that was frozen knows the view of before. More
 * than half of the members of a view must answer and share it.
 */
export function findLiveGroups(reports: MemberReport[]): MemberReport[][] {
  const isBacked = (report: MemberReport) => countSharing(reports, report) * 2 > report.view.length;
  const deciding = reports.filter((report) => seesMajority(report) && isBacked(report));
  const views = [...new Set(deciding.map(({ view }) => viewKey(view)))];
  return views
    .map((key) => deciding.filter(({ view }) => viewKey(view) === key))
    .sort((one, other) => other.length - one.length);
}

/** The ONLINE members of the group that can decide; empty where there is none. */
export function findLiveGroup(reports: MemberReport[]): MemberReport[] {
  return findLiveGroups(reports)[0] ?? [];
}

/** Whether any member says that it is in a group: then there may be one, though the answers do not fit together yet. */
export function claimsGroup(reports: MemberReport[]) {
  return reports.some(({ state }) => state === 'ONLINE' || state === 'RECOVERING');
}

/** Whether a member answers, is in no group and does not try to join one either. */
export function isOutside({ answers, state, joining }: MemberReport) {
  return answers && !joining && (state === 'OFFLINE' || state === 'ERROR');
}

/** Whether all members are there and none is in a group, so that one can be formed without losing anything. */
export function isGroupLost(reports: MemberReport[]) {
  return reports.every(({ answers }) => answers) && !claimsGroup(reports);
}

/** Whether there is a group and all of it is read-only, which nobody wants for long. */
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
