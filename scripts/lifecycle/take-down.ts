import type { Lab } from '../lab/open-lab.ts';
import { runSteps } from '../messages/run-steps.ts';
import { listWithFormer } from './web-hosts.ts';

/** Stops the hosts, clients before servers; tells how many were running. */
export async function takeDown({ target, record }: Lab) {
  await target.stopCaretaker();
  const hosts = listWithFormer({ hosts: target.hosts, record });
  const states = await Promise.all(hosts.map((host) => target.state(host)));
  const running = hosts.filter((_, index) => states[index] !== 'stopped');
  const steps = (['web', 'haproxy', 'mysql'] as const).map((role) => {
    const chosen = running.filter((host) => host.role === role);
    const title = `Stopping ${chosen.map(({ name }) => name).join(', ')}`;
    return { title, skip: chosen.length === 0, run: () => Promise.all(chosen.map((host) => target.stop(host))) };
  });
  await runSteps(steps);
  return running.length;
}
