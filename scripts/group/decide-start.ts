import {
  countGtids,
  findForeignGtids,
  type GtidSet,
  intersectGtidSets,
  subtractGtidSets,
  uniteGtidSets,
} from './gtid-set.ts';
import type { MemberReport } from './member-report.ts';
import { findLiveGroups, isOutside } from './quorum.ts';

export interface Source {
  from: string;
  missing: GtidSet;
}

/** What to do so that all members are in one group that has every transaction. */
export type StartDecision =
  | { action: 'nothing' }
  | { action: 'join'; members: string[]; diverged: Diverged[] }
  | { action: 'create'; on: string; members: string[] }
  | {
      action: 'recover';
      chosen: string;
      reason: string;
      sources: Source[];
      union: GtidSet;
      members: string[];
      diverged: Diverged[];
    }
  | { action: 'refuse'; why: string; next?: string };

export interface Diverged {
  name: string;
  foreign: GtidSet;
}

export interface DecideOptions {
  groupUuid: string;
  /**
   * Go on without the members that do not answer, and lose the transactions that only they have.
   */
  force: boolean;
  /**
   * Members that an earlier `force` went on without: the group lacks the transactions that only
   * they had.
   */
  leftOut: string[];
}

/**
 * Decides how to form the group from the members' reports; each member has applied all it had
 * received.
 */
export function decideStart(reports: MemberReport[], { groupUuid, force, leftOut }: DecideOptions): StartDecision {
  const diverged = reports
    .map(({ name, executed }) => ({ name, foreign: findForeignGtids(executed, groupUuid) }))
    .filter(({ foreign }) => foreign.size > 0);
  const outside = [...diverged.map(({ name }) => name), ...leftOut];
  const sound = reports.filter(({ name, answers }) => answers && !outside.includes(name));
  const [live, ...others] = findLiveGroups(reports);
  if (live && others.length > 0) return refuseSeveral([live, ...others]);
  if (live) return decideJoin(reports, { live, sound, diverged });
  const silent = reports.filter(({ name, answers }) => !answers && !leftOut.includes(name));
  if (silent.length > 0 && !force) return refuseSilent(silent, reports.length);
  if (silent.length > 0 && sound.every(({ executed }) => executed.size === 0)) return refuseEmpty(silent);
  if (sound.length === 0) return refuseNoneSound(diverged);
  return decideBootstrap(sound, diverged);
}

function decideJoin(
  reports: MemberReport[],
  { live, sound, diverged }: { live: MemberReport[]; sound: MemberReport[]; diverged: Diverged[] },
): StartDecision {
  if (live.length === reports.length) return { action: 'nothing' };
  const members = sound.filter((report) => !live.includes(report)).map(({ name }) => name);
  return { action: 'join', members, diverged };
}

/**
 * The members outside of a living group that should join it: not those that a command took out of
 * it.
 */
export function listWaiting(reports: MemberReport[], options: Omit<DecideOptions, 'force'>) {
  const decision = decideStart(reports, { ...options, force: false });
  if (decision.action !== 'join') return [];
  const isWaiting = (report: MemberReport) => isOutside(report) && (report.wantsGroup || report.executed.size === 0);
  const waiting = reports.filter(isWaiting).map(({ name }) => name);
  return decision.members.filter((name) => waiting.includes(name));
}

function decideBootstrap(sound: MemberReport[], diverged: Diverged[]): StartDecision {
  const union = uniteGtidSets(...sound.map(({ executed }) => executed));
  const names = sound.map(({ name }) => name);
  const first = sound[0]?.name ?? '';
  if (union.size === 0 && diverged.length > 0) return refuseNoneSound(diverged);
  if (union.size === 0) return { action: 'create', on: first, members: names.slice(1) };
  const candidates = sound.map((report) => ({ report, sources: listSources(report, sound) }));
  const able = candidates.filter(({ sources }) => sources.every((source) => canSend(source, sound)));
  const best = able.sort((a, b) => countGtids(b.report.executed) - countGtids(a.report.executed))[0];
  if (!best) return refusePurged();
  const chosen = best.report.name;
  const members = names.filter((name) => name !== chosen);
  return {
    action: 'recover',
    chosen,
    reason: explainChoice(best, union),
    sources: best.sources,
    union,
    members,
    diverged,
  };
}

// Sources are used in turn: a transaction that an earlier one has is not fetched from a later one.
function listSources(target: MemberReport, sound: MemberReport[]): Source[] {
  const sources: Source[] = [];
  let have = target.executed;
  for (const { name, executed } of sound) {
    const missing = subtractGtidSets(executed, have);
    if (missing.size > 0) sources.push({ from: name, missing });
    have = uniteGtidSets(have, executed);
  }
  return sources;
}

// A source that has purged any of the missing transactions refuses to send the others, too.
function canSend({ from, missing }: Source, sound: MemberReport[]) {
  const purged: GtidSet = sound.find(({ name }) => name === from)?.purged ?? new Map();
  return intersectGtidSets(purged, missing).size === 0;
}

function explainChoice({ report, sources }: { report: MemberReport; sources: Source[] }, union: GtidSet) {
  const has = countGtids(report.executed);
  const all = countGtids(union);
  if (sources.length === 0) return `it has all ${all} transactions of the group`;
  const brought = sources.map(({ from, missing }) => `${countGtids(missing)} from ${from}`).join(', ');
  return `it has the most, ${has} of ${all} transactions, and gets the rest: ${brought}`;
}

function refuseSilent(silent: MemberReport[], size: number): StartDecision {
  const list = silent.map(({ name, problem }) => `  ${name}: ${problem ?? 'no answer'}`).join('\n');
  return {
    action: 'refuse',
    why: `${silent.length} of ${size} members do not answer, and writes that clients were told are safe may be on them alone:\n${list}`,
    next:
      'bring them back and repeat; or, to go on without them and lose for ever what only they have: ' +
      './lab recover --force',
  };
}

function refuseSeveral(groups: MemberReport[][]): StartDecision {
  const list = groups.map((members) => `  ${members.map(({ name }) => name).join(', ')}`).join('\n');
  const smallest = groups.at(-1)?.[0]?.name;
  return {
    action: 'refuse',
    why: `There are ${groups.length} groups, which take writes without knowing of each other:\n${list}`,
    next: `./lab stop ${smallest}; look at what it has; then make it a copy: ./lab reclone ${smallest} --yes`,
  };
}

function refuseEmpty(silent: MemberReport[]): StartDecision {
  const names = silent.map(({ name, problem }) => `  ${name}: ${problem ?? 'no answer'}`).join('\n');
  return {
    action: 'refuse',
    why: `No member that answers holds any data, so that not even --force could begin with something; silent are:\n${names}`,
    next: 'bring one of them back: ./lab logs HOST shows why it does not answer',
  };
}

function refuseNoneSound(diverged: Diverged[]): StartDecision {
  const names = diverged.map(({ name }) => name).join(', ');
  return {
    action: 'refuse',
    why: `No member can begin the group: ${names || 'all'} hold transactions that are not the group's`,
    next: 'compare them by hand (./lab sql HOST) before you reclone any of them',
  };
}

function refusePurged(): StartDecision {
  return {
    action: 'refuse',
    why: 'No member can be completed: each lacks transactions that the others no longer hold in their binary logs',
    next: './lab status --json shows what each has; reclone the member that you can do without',
  };
}
