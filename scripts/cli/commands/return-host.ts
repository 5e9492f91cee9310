import { describeLeftOut } from '../../group/recovery-summary.ts';
import type { Lab } from '../../lab/open-lab.ts';
import { isLeftOut, startHost } from '../../lifecycle/start-host.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import { lookAtHosts } from '../../status/collect-status.ts';
import { waitFor } from '../../waiting/wait.ts';
import { defineHostCommand, requireState } from './host-command.ts';

export const start = defineHostCommand(async (lab, host) => {
  await startHost(lab, host);
  if (isLeftOut(lab, host)) throw new UserError(describeLeftOut([host.name]).join('\n'));
  return await waitUntilBack(lab, host);
});

export const resume = defineHostCommand(async (lab, host) => {
  await requireState(lab.target, host, 'paused');
  await lab.target.resume(host);
  return await waitUntilBack(lab, host);
});

export const reload = defineHostCommand(async (lab, host) => {
  const role = lab.target.roles.of(host);
  if (!role.reload)
    throw new UserError(`${role.title} cannot read its configuration anew; nothing was done to ${host.name}`);
  await requireState(lab.target, host, 'running');
  await lab.target.reload(host);
  return await waitUntilBack(lab, host);
});

async function waitUntilBack(lab: Lab, host: Host) {
  const startedMs = Date.now();
  const isBack = async () => {
    const [look] = await lookAtHosts(lab, [host]);
    return look?.healthy && `${host.name} ${look.does ?? 'answers'}`;
  };
  const next = `./lab status, and ./lab logs ${host.name}; where the group has no majority: ./lab recover`;
  const text = await waitFor(isBack, {
    what: `${host.name} to take part again`,
    timeoutMs: 60_000,
    intervalMs: 200,
    next,
  });
  return `${text} after ${((Date.now() - startedMs) / 1000).toFixed(1)} s`;
}
