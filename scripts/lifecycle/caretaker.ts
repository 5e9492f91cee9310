import { setTimeout as sleep } from 'node:timers/promises';
import { listWaiting } from '../group/decide-start.ts';
import { settleReadOnly } from '../group/form-group.ts';
import { reportGroup } from '../group/group-context.ts';
import { isGroupLost, isHeld } from '../group/quorum.ts';
import { groupContext, type Lab, openLab } from '../lab/open-lab.ts';
import { describeFailure } from '../messages/failure-text.ts';
import { withCommandLock } from '../state/command-lock.ts';
import { formLabGroup } from './form-lab-group.ts';

// Runs beside a lab and forms the group again when all members are back and none is in one: MySQL never does that by
// itself. It goes on only where nothing can be lost; what needs a person's word it leaves to `recover --force`.

const intervalMs = 2_000;

/** Looks once, and brings the group back where it is lost. */
async function tend(lab: Lab) {
  const context = groupContext(lab, log);
  const isLost = async () => isGroupLost(await reportGroup(context));
  await tendNewHosts(lab);
  await letIn(lab);
  if (isHeld(await reportGroup(context))) return await releaseIfStillHeld(lab);
  if (!(await isLost())) return;
  await sleep(intervalMs);
  await withCommandLock(lab.config.stateDir, async () => {
    if (!(await isLost())) return;
    log('all members are back and none is in a group: forming it again');
    for (const line of await formLabGroup(lab, { force: false, install: false, progress: log })) log(line);
  });
}

// A machine that was made anew knows nothing of the group it belongs to.
async function tendNewHosts(lab: Lab) {
  if (!lab.target.tendHosts) return;
  const reports = await reportGroup(groupContext(lab, log));
  const silent = reports.filter(({ answers }) => !answers).map(({ name }) => name);
  if (silent.length > 0) await lab.target.tendHosts(silent, log);
}

// MySQL tries once: a member whose try failed, or that was never told to, stays outside though its group lives.
async function letIn(lab: Lab) {
  const { groupUuid, leftOut = [] } = lab.record;
  const listThem = async () => listWaiting(await reportGroup(groupContext(lab, log)), { groupUuid, leftOut });
  if ((await listThem()).length === 0) return;
  await sleep(intervalMs);
  await withCommandLock(lab.config.stateDir, async () => {
    const waiting = await listThem();
    if (waiting.length === 0) return;
    log(`${waiting.join(', ')}: outside of the group that lives; joining`);
    await formLabGroup(lab, { force: false, install: false, progress: log });
  });
}

// Members are read-only while their tables are compared, under the lock; after that, only by an interrupted command.
async function releaseIfStillHeld(lab: Lab) {
  const context = groupContext(lab, log);
  await withCommandLock(lab.config.stateDir, async () => {
    if (!isHeld(await reportGroup(context))) return;
    log('all members of the group are read-only: releasing them');
    await settleReadOnly(context);
  });
}

function log(text: string) {
  console.log(`${new Date().toISOString()} ${text}`);
}

for (;;) {
  await tend(await openLab()).catch((error: unknown) => log(describeFailure(error)));
  await sleep(intervalMs);
}
