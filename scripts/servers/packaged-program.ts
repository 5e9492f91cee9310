import { join } from 'node:path';
import type { Architecture } from './architecture.ts';
import type { Program, ProgramName } from './program.ts';

/** Where the parts of an unpacked folder are. */
export const layout = {
  libraries: 'lib',
  plugins: 'lib/plugin',
  share: 'share/mysql',
  binary: (name: ProgramName) => `bin/${name}`,
  /** A script that starts haproxy through the loader. */
  haproxyLauncher: 'bin/start-haproxy',
};

/** How to start a program of an unpacked folder: by the folder's own loader, with the folder's own libraries. */
export function packagedProgram(
  name: ProgramName,
  options: { folder: string; architecture: Architecture; version: string },
): Program {
  const path = (part: string) => join(options.folder, part);
  return {
    command: path(join(layout.libraries, options.architecture.loader)),
    before: [...listLoaderOptions(name, path), '--library-path', path(layout.libraries), path(layout.binary(name))],
    after: listFixedOptions(name, path),
    version: options.version,
    origin: 'packages',
  };
}

/** On a reload HAProxy's master executes its own argv[0] anew: that has to be something that finds the libraries. */
function listLoaderOptions(name: ProgramName, path: (part: string) => string): string[] {
  return name === 'haproxy' ? ['--argv0', path(layout.haproxyLauncher)] : [];
}

function listFixedOptions(name: ProgramName, path: (part: string) => string): string[] {
  if (name === 'haproxy') return [];
  const charsets = `--character-sets-dir=${path(join(layout.share, 'charsets'))}`;
  if (name === 'mysql') return [charsets];
  return [
    `--basedir=${path('')}`,
    `--lc-messages-dir=${path(layout.share)}`,
    charsets,
    `--plugin-dir=${path(layout.plugins)}`,
    // The compiled-in folder exists only where the package is installed.
    '--secure-file-priv=NULL',
  ];
}

/** The script behind argv[0] of haproxy, see above; it finds its folder by its own path. */
export function renderHaproxyLauncher(architecture: Architecture): string {
  return `#!/bin/sh
folder=$(dirname "$(dirname "$0")")
exec "$folder/${layout.libraries}/${architecture.loader}" --argv0 "$0" --library-path "$folder/${layout.libraries}" "$folder/${layout.binary('haproxy')}" "$@"
`;
}
