import { setTimeout as sleep } from 'node:timers/promises';
import { releaseReadOnly } from '../group/compare-tables.ts';
import { listWaiting } from '../group/decide-start.ts';
import type { Group } from '../group/group.ts';
import type { MemberReport } from '../group/member-report.ts';
import { findLiveGroup, isGroupLost, isHeld } from '../group/quorum.ts';
import { trimLogs } from '../group/trim-logs.ts';
import { type Lab, openGroup, openLab } from '../lab/open-lab.ts';
import { describeFailure } from '../messages/failure-text.ts';
import { actAs } from '../record/actor.ts';
import { withCommandLock } from '../state/command-lock.ts';
import { formLabGroup } from './form-lab-group.ts';

// Runs beside a lab and does what MySQL does not do by itself, where no transaction can be lost by
// it: the rest is left to the user, who may decide for `recover --force`.

const intervalMs = 2_000;
const trimEveryMs = 60_000;

interface Repair {
  /** The line for the log. */
  title: string;
  /** How long the need must last: states that pass by themselves are left alone. */
  patienceMs: number;
  isNeeded(reports: MemberReport[], lab: Lab): boolean;
  perform(lab: Lab): Promise<void>;
}

const repairs: Repair[] = [
  {
    // MySQL tries to join once: a member whose try failed, or that was never told to join, stays
    // outside.
    title: 'a member is outside of the group that lives: joining',
    patienceMs: intervalMs,
    isNeeded: (reports, { record: { groupUuid, leftOut = [] } }) =>
      listWaiting(reports, { groupUuid, leftOut }).length > 0,
    perform: formAgain,
  },
  {
    // A command makes members read-only under the lock, so here only an interrupted one can have
    // done it.
    title: 'all members of the group are read-only: releasing them',
    patienceMs: 0,
    isNeeded: isHeld,
    perform: (lab) => releaseReadOnly(openGroup(lab, log)),
  },
  {
    title: 'all members are back and none is in a group: forming it again',
    patienceMs: intervalMs,
    isNeeded: isGroupLost,
    perform: formAgain,
  },
];

/** Asks the members once and performs the first repair that is needed. */
async function repairOnce() {
  const lab = await openLab();
  await lab.target.rotateLogs?.().catch((error: unknown) => log(describeFailure(error)));
  const group = openGroup(lab);
  const reports = await group.report();
  await prepareNewHosts(lab, reports);
  const repair = repairs.find(({ isNeeded }) => isNeeded(reports, lab));
  if (!repair) return await trimAllLogs(group, reports);
  await sleep(repair.patienceMs);
  await withCommandLock(lab.config.stateDir, () => repairIfStillNeeded(repair));
}

// Another command may have changed the lab before this process got the lock.
async function repairIfStillNeeded({ title, isNeeded, perform }: Repair) {
  const lab = await openLab();
  if (!isNeeded(await openGroup(lab).report(), lab)) return;
  log(title);
  await perform(lab);
}

// A machine that was made anew has nothing of the lab yet.
async function prepareNewHosts({ target }: Lab, reports: MemberReport[]) {
  const silent = reports.filter(({ answers }) => !answers).map(({ name }) => name);
  if (silent.length > 0) await target.tendHosts?.(silent, log);
}

let trimmedAtMs = 0;

// MySQL removes binary logs by their age alone: a busy day would fill the disk.
async function trimAllLogs(group: Group, reports: MemberReport[]) {
  if (Date.now() - trimmedAtMs < trimEveryMs) return;
  trimmedAtMs = Date.now();
  for (const { name } of findLiveGroup(reports)) {
    const oldest = await trimLogs(group.member(name));
    if (oldest !== undefined) log(`${name}: its binary logs before ${oldest} were removed, to stay below 1 GB`);
  }
}

async function formAgain(lab: Lab) {
  const lines = await formLabGroup(lab, { force: false, install: false, progress: log });
  for (const line of lines) log(line);
}

function log(text: string) {
  console.log(`${new Date().toISOString()} ${text}`);
}

actAs('caretaker');
for (;;) {
  await repairOnce().catch((error: unknown) => log(describeFailure(error)));
  await sleep(intervalMs);
}
