import type { Roles } from '../../../roles/find-roles.ts';
import type { StartOptions } from '../../../roles/role.ts';
import type { LabView } from '../../../roles/view.ts';
import type { Host } from '../../settings/lab-file.ts';
import { machineConfOf } from './machine-addresses.ts';

export interface MachineFile {
  /** The name by which machine.conf knows its place. */
  name: string;
  text: string;
}

/** The files that a machine is given by the tools: those of the plan, and its environment. */
export function machineFiles(host: Host, { view, roles }: { view: LabView; roles: Roles }, options: StartOptions) {
  const { environmentFile } = machineConfOf(host, roles);
  const { files, environment } = roles.of(host).plan(host, view, options);
  const given: MachineFile[] = files.map(({ name, text }) => ({ name, text }));
  if (environmentFile) given.push({ name: environmentFile, text: renderEnvironment(environment) });
  return given;
}

/** An environment file for systemd: quoted, so that a password may hold anything but a line's end. */
export function renderEnvironment(values: Record<string, string | undefined>) {
  const lines = Object.entries(values).map(
    ([key, value = '']) => `${key}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '\\$')}"`,
  );
  return `${lines.join('\n')}\n`;
}
