import type { FoundRole } from '../../../roles/role.ts';
import type { Progress } from '../../messages/progress.ts';
import { findServers } from '../../servers/find-servers.ts';
import {
  commandLine,
  locatePart,
  type Part,
  type Program,
  type ProgramSource,
  type Programs,
} from '../../servers/program.ts';
import type { Config } from '../../settings/config.ts';

/** The command line of a program, or of Node itself. */
export type CommandLine = (program: string, args: string[]) => [string, ...string[]];

interface FindOptions {
  progress?: Progress;
  signal?: AbortSignal;
}

/** What is still to be found, the programs of one role together; roles that share a list look for it once. */
export function listWanted(roles: Iterable<Pick<FoundRole, 'programs'>>, found: Programs): ProgramSource[][] {
  const lists = new Set([...roles].map(({ programs }) => programs));
  return [...lists].map((list) => list.filter(({ name }) => !found[name])).filter((list) => list.length > 0);
}

/** Finds the programs of roles, each once, and fetches those that this machine does not have. */
export function createProgramFinder({ environment, cacheDir }: Config) {
  const found: Programs = {};
  const toCommandLine: CommandLine = (program, args) => {
    if (program === 'sh') return ['/bin/sh', ...args];
    return program === 'node' ? [process.execPath, ...args] : commandLine(found[program] as Program, args);
  };
  return {
    async find(roles: Iterable<FoundRole>, { progress = () => undefined, signal }: FindOptions = {}) {
      const wanted = listWanted(roles, found);
      if (wanted.length > 0) {
        Object.assign(found, await findServers({ wanted, env: environment, cacheDir, onProgress: progress, signal }));
      }
      return toCommandLine;
    },
    /** Where a folder of a program's packages is. */
    locate: (program: string, part: Part) => locatePart(found[program] as Program, part),
    /** What was found, such as "MySQL 9.7.4, HAProxy 3.2.26". */
    describe(roles: Iterable<FoundRole>) {
      const products = [...roles]
        .flatMap(({ programs }) => programs)
        .map(({ product, name }) => {
          return `${product} ${found[name]?.version}`;
        });
      return [...new Set(products)].join(', ');
    },
  };
}
