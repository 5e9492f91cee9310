import { UserError } from '../messages/user-error.ts';
import { waitFor } from '../waiting/wait.ts';
import type { Group } from './group.ts';
import { renderGtidSet, subtractGtidSets, uniteGtidSets } from './gtid-set.ts';
import type { MemberReport } from './member-report.ts';
import { leaveGroup } from './membership.ts';
import { claimsGroup, findLiveGroup } from './quorum.ts';
import { applyReceived, forgetReceived } from './transactions.ts';

/**
 * Reports of all members on which a start can be decided. Where no group lives, the members first
 * stop trying to join one, and apply all they had received.
 */
export async function prepareMembers(group: Group, { force }: { force: boolean }) {
  const reports = await reportSettled(group);
  const someAreSilent = reports.some(({ name, answers }) => !answers && !group.leftOut.includes(name));
  if (findLiveGroup(reports).length > 0 || (someAreSilent && !force)) return reports;
  const answering = reports.filter(({ answers }) => answers).map(({ name }) => name);
  await Promise.all(answering.map((name) => leaveGroup(group, name)));
  await Promise.all(answering.map((name) => applyReceived(group, name)));
  const applied = await group.report();
  await handleUnapplied(group, { reports: applied, force });
  return applied;
}

// While members join and leave, their answers contradict each other: the group counts as lost only
// if that lasts.
async function reportSettled(group: Group) {
  let reports = await group.report();
  const isSettled = async () => {
    reports = await group.report();
    return findLiveGroup(reports).length > 0 || !claimsGroup(reports);
  };
  await waitFor(isSettled, { what: 'a group that decides', timeoutMs: 6_000, intervalMs: 300 }).catch(ignoreTimeout);
  return reports;
}

function ignoreTimeout(error: unknown) {
  if (!(error instanceof UserError)) throw error;
}

// Transactions that a member received and cannot apply are lost only where no other member has
// them.
async function handleUnapplied(group: Group, { reports, force }: { reports: MemberReport[]; force: boolean }) {
  const executed = uniteGtidSets(...reports.map((report) => report.executed));
  for (const { name, received } of reports) {
    const lost = subtractGtidSets(received, executed);
    if (lost.size > 0 && !force) {
      throw new UserError(`${name} cannot apply what it alone had received: ${renderGtidSet(lost)}`, {
        next: `./lab logs ${name} shows why (a full disk?); mend that and repeat, or lose them: ./lab recover --force`,
      });
    }
    if (lost.size > 0) await forgetReceived(group, name);
  }
}
