import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveStars } from '../../scripts/servers/resolve-stars.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { HostFile, PreparedAt } from '../role.ts';
import { erlang, server } from './programs.ts';

/** Links the packages into a host's folder, wherever they were unpacked, and makes the folder of Erlang's programs. */
export async function linkPackages(host: Host, { view, locate }: PreparedAt) {
  const folder = view.folderOf(host);
  const parts = join(folder, 'parts');
  await rm(parts, { recursive: true, force: true });
  await mkdir(parts, { recursive: true });
  await symlink(locate('rabbitmq', erlang), join(parts, erlang.to));
  await symlink(locate('rabbitmq', server), join(parts, server.to));
  await writePrograms(resolveStars(parts, `${erlang.to}/erts-*/bin`), join(folder, 'bin'));
}

// Erlang looks for its programs in one folder, and the "erl" of a package knows only the package's own place.
async function writePrograms(from: string, to: string) {
  await rm(to, { recursive: true, force: true });
  await mkdir(to);
  for (const name of await readdir(from)) {
    const command = name === 'erl' ? '"$BINDIR/erlexec"' : `'${join(from, name)}'`;
    await writeFile(join(to, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  }
}

/** A script that runs a command with the host's own folder of Erlang's programs. */
export function renderStart(command: string): HostFile {
  return {
    name: 'start.sh',
    text: `#!/bin/sh
folder=$(cd "$(dirname "$0")" && pwd -P)
ROOTDIR=$folder/parts/erlang BINDIR=$folder/bin EMU=beam PROGNAME=erl HOME=$folder PATH=$folder/bin:$PATH
export ROOTDIR BINDIR EMU PROGNAME HOME PATH
exec ${command}
`,
  };
}
