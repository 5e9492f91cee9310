import type { FoundRole } from '../../../roles/role.ts';
import type { Progress } from '../../messages/progress.ts';
import { findServers } from '../../servers/find-servers.ts';
import { commandLine, type Servers } from '../../servers/program.ts';
import type { Config } from '../../settings/config.ts';

/** The command line of a program, or of Node itself. */
export type CommandLine = (program: string, args: string[]) => [string, ...string[]];

interface FindOptions {
  progress?: Progress;
  signal?: AbortSignal;
}

/** Finds the programs of roles, each once, and fetches those that this machine does not have. */
export function createProgramFinder({ serverPaths, environment, cacheDir }: Config) {
  let servers: Servers | undefined;
  const toCommandLine: CommandLine = (program, args) => {
    if (program === 'node') return [process.execPath, ...args];
    return commandLine((servers as Servers)[program as keyof Servers], args);
  };
  return {
    async find(
      roles: Iterable<FoundRole>,
      { progress = () => undefined, signal }: FindOptions = {},
    ): Promise<CommandLine> {
      if ([...roles].some(({ programs }) => programs.length > 0)) {
        const env = { ...serverPaths, PATH: environment.PATH };
        servers ??= await findServers({ env, cacheDir, onProgress: progress, signal });
      }
      return toCommandLine;
    },
    /** What was found, such as "MySQL 9.7.4, HAProxy 3.2.26". */
    describe: () => `MySQL ${servers?.mysqld.version}, HAProxy ${servers?.haproxy.version}`,
  };
}
