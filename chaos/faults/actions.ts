import type { Lab } from '../../scripts/lab/open-lab.ts';
import { startMembers } from '../../scripts/lifecycle/bring-up.ts';
import { formLabGroup } from '../../scripts/lifecycle/form-lab-group.ts';
import { recloneMember } from '../../scripts/lifecycle/reclone-member.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import type { Step } from '../../scripts/messages/run-steps.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { withCommandLock } from '../../scripts/state/command-lock.ts';
import type { MachineFaults } from '../../scripts/targets/target.ts';
import type { FindHost } from './find-host.ts';
import { endLag, startLag } from './lag.ts';
import type { Action, ScheduledAction } from './scenario.ts';

interface ActionContext {
  lab: Lab;
  host: Host;
  from: Host[];
}

const slowByMs = 100;
const quiet = () => undefined;

const actions: Record<Action, (context: ActionContext) => Promise<unknown>> = {
  kill: ({ lab, host }) => lab.target.kill(host),
  stop: ({ lab, host }) => lab.target.stop(host),
  start: ({ lab, host }) => startHost(lab, host),
  pause: ({ lab, host }) => lab.target.pause(host),
  resume: ({ lab, host }) => lab.target.resume(host),
  reload: ({ lab, host }) => lab.target.reload(host),
  restart,
  recover: ({ lab }) => recoverGroup(lab),
  reclone: ({ lab, host }) => withCommandLock(lab.config.stateDir, () => recloneMember(lab, host, runQuietly)),
  poweroff: ({ lab, host }) => machineFaults(lab).poweroff(host),
  'switch on': ({ lab, host }) => machineFaults(lab).switchOn(host),
  partition: ({ lab, host, from }) => machineFaults(lab).partition(host, from),
  slow: ({ lab, host }) => machineFaults(lab).slow(host, slowByMs),
  lag: ({ lab, host }) => startLag(lab, host),
  'catch up': ({ host }) => endLag(host),
  heal: ({ lab, host }) => machineFaults(lab).heal(host),
};

/** Runs one action of a schedule. */
export async function runAction(lab: Lab, { action, to, from = [] }: ScheduledAction, findHost: FindHost) {
  // An action on the whole group uses no host.
  const host = findHost(to ?? 'first');
  await actions[action]({ lab, host, from: from.map(findHost) });
}

// The same as the command `recover`.
async function recoverGroup(lab: Lab) {
  await withCommandLock(lab.config.stateDir, async () => {
    await startMembers(lab, quiet);
    await formLabGroup(lab, { force: false, install: false, progress: quiet });
  });
}

async function restart({ lab, host }: ActionContext) {
  await lab.target.stop(host);
  await lab.target.start(host);
}

async function runQuietly(steps: Step[]) {
  for (const { run } of steps) await run(quiet);
}

function machineFaults({ target }: Lab): MachineFaults {
  if (target.faults) return target.faults;
  throw new Error(`the ${target.name} target has no machines`);
}
