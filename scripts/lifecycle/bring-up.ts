import { groupByStart } from '../../roles/start-order.ts';
import type { Group } from '../group/group.ts';
import { findLiveGroup } from '../group/quorum.ts';
import { isMember, type Lab, openGroup } from '../lab/open-lab.ts';
import type { Progress } from '../messages/progress.ts';
import { runSteps } from '../messages/run-steps.ts';
import type { Host } from '../settings/lab-file.ts';
import { saveLabRecord } from '../state/lab-record.ts';
import { type HostStatus, lookAtHosts } from '../status/collect-status.ts';
import { HostAwayError } from '../targets/host-away-error.ts';
import { waitFor } from '../waiting/wait.ts';
import { formLabGroup } from './form-lab-group.ts';
import { installTables } from './install-tables.ts';
import { startHost } from './start-host.ts';

// Longer than a supervisor waits before it starts a server anew.
const restartPauseMs = 10_000;

export interface BringUpOptions {
  force: boolean;
  /** Whether to create or change the application's tables. */
  tables: boolean;
}

/** Starts what is not running and waits until every part answers; tells what a person should know of it. */
export async function bringUp(lab: Lab, { force, tables }: BringUpOptions): Promise<string[]> {
  const story: string[] = [];
  await runSteps([
    { title: 'Finding the servers', run: (progress) => prepare(lab, progress) },
    { title: 'Starting the database members', run: (progress) => startMembers(lab, progress) },
    {
      title: 'Forming the group',
      run: async (progress) => story.push(...(await formLabGroup(lab, { force, install: true, progress }))),
    },
    { title: 'Creating and seeding the tables', skip: !tables, run: (progress) => installTables(lab, progress) },
    { title: 'Starting HAProxy, the API and what else there is', run: (progress) => startOthers(lab, progress) },
  ]);
  return story;
}

// What stands in the way, such as a port that is taken, may be answered with other settings: those are kept only now.
async function prepare({ target, config, record }: Lab, progress: Progress) {
  await target.prepare(progress);
  await saveLabRecord(config.stateDir, record);
}

/** Starts the database members and waits until they answer; one that does not is left to the group's decision. */
export async function startMembers(lab: Lab, progress: Progress) {
  const { target } = lab;
  const members = target.hosts.filter((host) => isMember(lab, host));
  const group = openGroup(lab, progress);
  // Without a group to join, trying for one would only keep a member busy while it is decided who begins.
  const joinOnBoot = findLiveGroup(await group.report()).length > 0;
  await Promise.all(members.map((host) => startHost(lab, host, { joinOnBoot }).catch(reportAway(progress))));
  const failing = watchFailing(target, members);
  const untilMs = Date.now() + startsWithinMs;
  const isVain = async (silent: string[]) => Date.now() > untilMs && !(await isAnyRunning(target, silent));
  const isDone = async () => {
    const silent = await listSilent(group);
    return silent.length === 0 || (await failing()) || (await isVain(silent));
  };
  await waitFor(isDone, { what: 'all members to answer', timeoutMs: runsWithinMs }).catch(() => undefined);
}

// One that runs may be reading a long log, or be emulated: it gets more time than one that does not.
const startsWithinMs = 60_000;
const runsWithinMs = 300_000;

async function isAnyRunning(target: Lab['target'], names: string[]) {
  const asked = target.hosts.filter(({ name }) => names.includes(name));
  const states = await Promise.all(asked.map((host) => target.state(host).catch(() => 'stopped')));
  return states.includes('running');
}

// A server that ended again though it was started anew will not answer for being waited for.
function watchFailing(target: Lab['target'], members: Host[]) {
  const endedAtMs = new Map<string, number>();
  return async () => {
    const states = await Promise.all(members.map((host) => target.state(host).catch(() => 'stopped')));
    const ended = members.filter((_, index) => states[index] === 'restarting').map(({ name }) => name);
    for (const name of ended) if (!endedAtMs.has(name)) endedAtMs.set(name, Date.now());
    return ended.some((name) => Date.now() - (endedAtMs.get(name) ?? 0) > restartPauseMs);
  };
}

// Whether the group can do without it is not decided here.
function reportAway(progress: Progress) {
  return (error: unknown) => {
    if (!(error instanceof HostAwayError)) throw error;
    progress(error.message);
  };
}

async function listSilent(group: Group) {
  const silent = (await group.report()).filter(({ answers }) => !answers).map(({ name }) => name);
  if (silent.length > 0) group.progress(`waiting for ${silent.join(', ')} to answer`);
  return silent;
}

async function startOthers(lab: Lab, progress: Progress) {
  const others = lab.target.hosts.filter((host) => !isMember(lab, host));
  await lab.target.startCaretaker();
  if (lab.record.watched !== false) await lab.target.watcher?.start();
  await startInOrder(lab, others);
  progress('waiting until HAProxy routes to every member and the API is ready');
  await waitUntilSettled(lab);
}

/** Starts hosts, those that others need before them. */
export async function startInOrder(lab: Lab, hosts: Host[]) {
  for (const host of groupByStart(hosts, lab.target.roles).flat()) await startHost(lab, host);
}

/** Waits until none of these hosts is still on its way: each works, or is left to the group's decision. */
export async function waitUntilSettled(lab: Lab, hosts = lab.target.hosts) {
  let missing: HostStatus[] = [];
  const areSettled = async () => {
    missing = (await lookAtHosts(lab, hosts)).filter(({ healthy, settled = healthy }) => !settled);
    return missing.length === 0;
  };
  await waitFor(areSettled, {
    what: () => missing.map(({ name, text }) => `${name} (${text})`).join(', '),
    timeoutMs: lab.target.settlesWithinMs,
    next: './lab logs HOST shows why',
  });
}
