import { defineHostCommand, requireState } from './host-command.ts';

export const kill = defineHostCommand(async ({ target }, host) => {
  await target.kill(host);
  return `${host.name} is dead. It stays down until: ./lab start ${host.name}`;
});

export const stop = defineHostCommand(async ({ target }, host) => {
  await target.stop(host);
  return `${host.name} is stopped. It stays down until: ./lab start ${host.name}`;
});

export const pause = defineHostCommand(async ({ target }, host) => {
  await requireState(target, host, 'running');
  await target.pause(host);
  return `${host.name} is frozen. It goes on with: ./lab resume ${host.name}`;
});
