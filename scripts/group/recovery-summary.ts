import type { Diverged, StartDecision } from './decide-start.ts';
import { countGtids, renderGtidSet, subtractGtidSets } from './gtid-set.ts';
import type { MemberReport } from './member-report.ts';

type Recovery = Extract<StartDecision, { action: 'recover' }>;

/** What each member had before the recovery, and which one was chosen. */
export function describeRecovery(reports: MemberReport[], { chosen, reason, union }: Recovery) {
  const lines = reports.map(({ name, answers, executed, problem }) => {
    if (!answers) return `${name} did not answer (${problem}).`;
    const missing = countGtids(subtractGtidSets(union, executed));
    return `${name} had ${countGtids(executed)} transactions, ${missing === 0 ? 'all of the group' : `${missing} of the group's were missing`}.`;
  });
  return [...lines, `${chosen} was chosen: ${reason}.`];
}

/** The members that `recover --force` went on without, and the command that lets each in again. */
export function describeLeftOut(names: string[]) {
  return names.map((name) =>
    [
      `${name} stays out: the group was begun without it, and may have given the numbers of its transactions to others.`,
      `  To save its binary logs and make it a copy of the group: ./lab reclone ${name} --yes`,
    ].join('\n'),
  );
}

/** The members that may not join, why, and the command that lets each in again. */
export function describeDiverged(diverged: Diverged[]) {
  return diverged.map(({ name, foreign }) => {
    const count = countGtids(foreign);
    return [
      `${name} stays out: it has ${count} transactions that are not the group's (${renderGtidSet(foreign)}).`,
      `  To save its binary logs and make it a copy of the group: ./lab reclone ${name} --yes`,
    ].join('\n');
  });
}
