import { UserError } from '../messages/user-error.ts';
import { nameYourOwn } from './program.ts';
import { runTool, type ToolOptions } from './run-tool.ts';

export interface Loader {
  path: string;
  libraryFolders: string[];
}

/** The libraries in what a loader prints for --list: their names and where they were found, if they were. */
export function parseLibraries(output: string): Map<string, string | undefined> {
  const found = output.split('\n').flatMap((line) => {
    const [, name, path] = line.match(/^\s*(\S+) => (.+?)(?: \(0x[0-9a-f]+\))?$/) ?? [];
    if (!name || !path || name.includes('/')) return [];
    return [[name, path === 'not found' ? undefined : path] as const];
  });
  return new Map(found);
}

/** All libraries that a program or plugin needs, by name; each has to come from the unpacked packages, none from the machine. */
export async function listLibraries(
  binary: string,
  options: ToolOptions & { loader: Loader },
): Promise<Map<string, string>> {
  const { path, libraryFolders } = options.loader;
  const listed = await runTool([path, '--library-path', libraryFolders.join(':'), '--list', binary], options);
  const libraries = parseLibraries(listed.output);
  if (!listed.succeeded && libraries.size === 0) throw notLoadable(binary, listed.output);
  const foreign = [...libraries].filter(([, file]) => !libraryFolders.some((folder) => file?.startsWith(`${folder}/`)));
  if (foreign.length > 0) throw notLoadable(binary, `no package brought ${foreign.map(([name]) => name).join(', ')}`);
  return libraries as Map<string, string>;
}

function notLoadable(binary: string, why: string): UserError {
  const advice = /EACCES/.test(why)
    ? 'Its disk may be mounted noexec: choose another folder for the cache.'
    : `The packages may not fit together at this moment: try again later. ${nameYourOwn}`;
  return new UserError(`${binary} from the packages cannot be loaded: ${why.trim()}. ${advice}`);
}
