import { join } from 'node:path';
import type { Architecture } from './architecture.ts';
import type { Program, ProgramSource } from './program.ts';
import { resolveStars } from './resolve-stars.ts';

/** Where the parts of an unpacked folder are. */
export const layout = {
  libraries: 'lib',
  binary: (name: string) => `bin/${name}`,
  /** A script that starts a program through the loader. */
  launcher: (name: string) => `bin/start-${name}`,
};

/** How to start a program of an unpacked folder: by the folder's own loader, with the folder's own libraries. */
export function packagedProgram(
  source: ProgramSource,
  options: { folder: string; architecture: Architecture; version: string },
): Program {
  const { name, executesItself, listFixedOptions } = source;
  const { folder, version } = options;
  const path = (part: string) => join(folder, part);
  const script = placeInPart(source);
  if (script)
    return { command: resolveStars(folder, script), before: [], after: [], folder, version, origin: 'packages' };
  return {
    command: path(join(layout.libraries, options.architecture.loader)),
    before: [
      ...(executesItself ? ['--argv0', path(layout.launcher(name))] : []),
      '--library-path',
      path(layout.libraries),
      path(layout.binary(name)),
    ],
    after: listFixedOptions?.(path) ?? [],
    folder,
    version,
    origin: 'packages',
  };
}

/** The script that a program finds as its argv[0] and executes anew; it finds its folder by its own path. */
export function renderLauncher(name: string, { loader }: Architecture): string {
  return `#!/bin/sh
folder=$(dirname "$(dirname "$0")")
exec "$folder/${layout.libraries}/${loader}" --argv0 "$0" --library-path "$folder/${layout.libraries}" "$folder/${layout.binary(name)}" "$@"
`;
}

/** Where a program is that stays in a folder of its package, among others that it starts; undefined for all others. */
export function placeInPart({ binary, folders = [] }: Pick<ProgramSource, 'binary' | 'folders'>): string | undefined {
  const part = folders.find(({ from, hasPrograms }) => hasPrograms && binary.startsWith(`${from}/`));
  return part && `${part.to}${binary.slice(part.from.length)}`;
}
