import { join } from 'node:path';
import { projectDir } from '../scripts/settings/config.ts';
import type { Host } from '../scripts/settings/lab-file.ts';
import type { HostPlan } from './role.ts';
import type { LabView } from './view.ts';

/** Where one of these programs keeps what it makes; on a machine systemd makes the folder, as its unit says. */
export const dataFolderOf = (host: Host, view: LabView) =>
  view.hostsAre === 'machines' ? `/var/lib/lab-${host.role}` : view.folderOf(host);

/** What a host runs that is one of the project's own programs: it reads its settings from a file of the host's folder. */
export function planOwnProgram(
  host: Host,
  view: LabView,
  { main, settings }: { main: string; settings: object },
): HostPlan {
  const file = 'settings.json';
  return {
    program: 'node',
    args: [
      // A small heap: these programs keep little.
      '--max-semi-space-size=2',
      join(projectDir, 'scripts/start/run.mjs'),
      main,
      join(view.folderOf(host), file),
    ],
    environment: {},
    files: [{ name: file, text: `${JSON.stringify(settings, null, 2)}\n`, secret: true }],
  };
}
