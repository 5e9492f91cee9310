import { type HostState, isAway } from '../../roles/role.ts';
import { groupByStart } from '../../roles/start-order.ts';
import type { Lab } from '../lab/open-lab.ts';
import { runSteps } from '../messages/run-steps.ts';
import type { Host } from '../settings/lab-file.ts';
import { listWithFormer } from './web-hosts.ts';

/** Stops every host of the lab, its caretaker and its watcher; tells how many hosts were running. */
export async function takeDown({ target, record }: Lab) {
  await target.stopCaretaker();
  const running = await stopHosts(target, listWithFormer({ hosts: target.hosts, record }));
  await target.watcher?.stop();
  return running;
}

/** Stops hosts, clients before servers; tells how many were running. */
export async function stopHosts(target: Lab['target'], hosts: Host[]) {
  const states = await Promise.all(hosts.map((host) => target.state(host)));
  const running = hosts.filter((_, index) => !isAway(states[index] as HostState));
  const groups = groupByStart(running, target.roles).reverse();
  await runSteps(
    groups.map((group) => ({
      title: `Stopping ${group.map(({ name }) => name).join(', ')}`,
      run: () => Promise.all(group.map((host) => target.stop(host))),
    })),
  );
  return running.length;
}
