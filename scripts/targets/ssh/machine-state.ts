import type { HostState } from '../../../roles/role.ts';

/** What `lab-host state` says of a machine. */
export interface MachineState {
  host: HostState;
  /** Somebody ended the host on purpose: it stays down until somebody starts it, or the machine boots. */
  held: boolean;
  /** The machine is cut off from others on purpose. */
  cut: boolean;
  /** It has been given its configuration and its data directory. */
  prepared: boolean;
}

/** Reads the line that `lab-host state` prints. */
export function parseMachineState(text: string): MachineState {
  const fields = new Map(text.trim().split(/\s+/).map(parseField));
  const isSet = (name: string) => fields.get(name) === 'yes';
  return { host: hostState(fields), held: isSet('held'), cut: isSet('cut'), prepared: isSet('prepared') };
}

function parseField(text: string): [string, string] {
  const [name = '', value = ''] = text.split('=');
  return [name, value];
}

function hostState(fields: Map<string, string>): HostState {
  if (fields.get('process') === 'T') return 'paused';
  const active = fields.get('active');
  if (active === 'active' || active === 'reloading') return 'running';
  // A process that starts runs, as on other targets. Only the pause after its end says that it ended.
  if (active === 'activating') return fields.get('sub')?.startsWith('auto-restart') ? 'restarting' : 'running';
  return active === 'deactivating' ? 'restarting' : 'stopped';
}
