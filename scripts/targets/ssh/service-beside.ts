import type { HostState } from '../../../roles/role.ts';
import type { MachineHost } from './machine-host.ts';

/** A service that runs beside the host's own on its machine, such as the caretaker. */
export function serviceBeside(machine: MachineHost, role: string) {
  const act = async (verb: string) => {
    await machine.act(['--of', role, verb]);
  };
  return {
    start: () => act('switch-on'),
    stop: () => act('switch-off'),
    state: async (): Promise<HostState> => (await machine.look({ of: role }))?.host ?? 'silent',
  };
}
