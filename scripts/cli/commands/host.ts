import { defineCommand } from 'citty';
import type { HostState } from '../../../roles/role.ts';
import { describeLeftOut } from '../../group/recovery-summary.ts';
import { findHost, type Lab, openLab } from '../../lab/open-lab.ts';
import { isLeftOut, startHost } from '../../lifecycle/start-host.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import { lookAtHosts } from '../../status/collect-status.ts';
import type { Target } from '../../targets/target.ts';
import { waitFor } from '../../waiting/wait.ts';

const hostArgument = {
  host: { type: 'positional', description: 'The host, such as mysql-2', required: true },
} as const;

interface HostCommand {
  name: string;
  description: string;
  act(lab: Lab, host: Host): Promise<string>;
}

function defineHostCommand({ name, description, act }: HostCommand) {
  return defineCommand({
    meta: { name, description },
    args: hostArgument,
    async run({ args }) {
      const lab = await openLab();
      const text = await act(lab, findHost(lab, args.host));
      console.log(text);
    },
  });
}

export const kill = defineHostCommand({
  name: 'kill',
  description: 'End a host at once, as a pulled plug would; it stays down until it is started',
  async act({ target }, host) {
    await target.kill(host);
    return `${host.name} is dead. It stays down until: ./lab start ${host.name}`;
  },
});

export const stop = defineHostCommand({
  name: 'stop',
  description: 'Stop a host cleanly; it stays down until it is started',
  async act({ target }, host) {
    await target.stop(host);
    return `${host.name} is stopped. It stays down until: ./lab start ${host.name}`;
  },
});

export const start = defineHostCommand({
  name: 'start',
  description: 'Start a host and wait until it takes part again',
  async act(lab, host) {
    await startHost(lab, host);
    if (isLeftOut(lab, host)) throw new UserError(describeLeftOut([host.name]).join('\n'));
    return await waitUntilBack(lab, host);
  },
});

export const pause = defineHostCommand({
  name: 'pause',
  description: 'Freeze a host: it keeps its connections and answers nothing',
  async act({ target }, host) {
    await requireState(target, host, 'running');
    await target.pause(host);
    return `${host.name} is frozen. It goes on with: ./lab resume ${host.name}`;
  },
});

export const resume = defineHostCommand({
  name: 'resume',
  description: 'Let a frozen host go on and wait until it takes part again',
  async act(lab, host) {
    await requireState(lab.target, host, 'paused');
    await lab.target.resume(host);
    return await waitUntilBack(lab, host);
  },
});

export const reload = defineHostCommand({
  name: 'reload',
  description: 'Let HAProxy read its configuration anew; no connection is refused meanwhile',
  async act(lab, host) {
    const role = lab.target.roles.of(host);
    if (!role.reload)
      throw new UserError(`${role.title} cannot read its configuration anew; nothing was done to ${host.name}`);
    await requireState(lab.target, host, 'running');
    await lab.target.reload(host);
    return await waitUntilBack(lab, host);
  },
});

async function requireState(target: Target, host: Host, wanted: HostState) {
  const state = await target.state(host);
  if (state === wanted) return;
  throw new UserError(`${host.name} is ${state}, not ${wanted}; nothing was done`, {
    next: state === 'stopped' ? `./lab start ${host.name}` : './lab status',
  });
}

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
