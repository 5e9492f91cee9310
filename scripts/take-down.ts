import type { Lab } from './open-lab.ts';
import { runSteps } from './run-steps.ts';

/** Stops the hosts, clients before servers; tells how many were running. */
export async function takeDown({ target }: Lab) {
  await target.stopCaretaker();
  const states = await Promise.all(target.hosts.map((host) => target.state(host)));
  const running = target.hosts.filter((_, index) => states[index] !== 'stopped');
  const steps = (['web', 'haproxy', 'mysql'] as const).map((role) => {
    const hosts = running.filter((host) => host.role === role);
    const title = `Stopping ${hosts.map(({ name }) => name).join(', ')}`;
    return { title, skip: hosts.length === 0, run: () => Promise.all(hosts.map((host) => target.stop(host))) };
  });
  await runSteps(steps);
  return running.length;
}
