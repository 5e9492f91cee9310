import type { Lab } from '../../scripts/lab/open-lab.ts';
import { startMembers } from '../../scripts/lifecycle/bring-up.ts';
import { formLabGroup } from '../../scripts/lifecycle/form-lab-group.ts';
import { recloneMember } from '../../scripts/lifecycle/reclone-member.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import type { Step as TitledStep } from '../../scripts/messages/run-steps.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { withCommandLock } from '../../scripts/state/command-lock.ts';
import type { MachineFaults } from '../../scripts/targets/target.ts';
import { hostOf } from './parts.ts';
import type { Act, Step } from './schedule.ts';

interface Doing {
  lab: Lab;
  host: Host;
  from: Host[];
}

const slowByMs = 100;
const quiet = () => undefined;

const acts: Partial<Record<Act, (doing: Doing) => Promise<unknown>>> = {
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
  heal: ({ lab, host }) => machineFaults(lab).heal(host),
};

/** Does one step of a schedule to the lab. */
export async function perform(lab: Lab, { act, to, from = [] }: Step) {
  const doIt = acts[act];
  if (!doIt) throw new Error(`nobody can ${act} a host of this lab`);
  // An act about the group looks at no host.
  const host = hostOf(lab, to ?? 'first');
  await doIt({ lab, host, from: from.map((part) => hostOf(lab, part)) });
}

/** Puts the group together again from whatever is left, as `recover` does. */
export async function recoverGroup(lab: Lab) {
  await withCommandLock(lab.config.stateDir, async () => {
    await startMembers(lab, quiet);
    await formLabGroup(lab, { force: false, install: false, progress: quiet });
  });
}

async function restart({ lab, host }: Doing) {
  await lab.target.stop(host);
  await lab.target.start(host);
}

async function runQuietly(steps: TitledStep[]) {
  for (const { run } of steps) await run(quiet);
}

function machineFaults({ target }: Lab): MachineFaults {
  if (target.faults) return target.faults;
  throw new Error(`the ${target.name} target has no machines`);
}
