import type { HostState } from '../../../roles/role.ts';
import type { MachineHost } from './machine-host.ts';

/** A service of the tools that runs beside the host's own on its machine, such as the caretaker. */
export function serviceBeside(service: MachineHost) {
  return {
    start: async () => void (await service.act(['switch-on'])),
    stop: async () => void (await service.act(['switch-off'])),
    state: async (): Promise<HostState> => (await service.look())?.host ?? 'silent',
  };
}
