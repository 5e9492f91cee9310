import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { inspectProgram } from './inspect.ts';
import { minimumVersions } from './judge.ts';
import { type Program, type ProgramName, plainProgram, programNames } from './program.ts';

export interface ServerPaths {
  LAB_MYSQLD?: string | undefined;
  LAB_MYSQL?: string | undefined;
  LAB_HAPROXY?: string | undefined;
  /** Where else to look for the machine's own programs. */
  PATH?: string | undefined;
}

const variables = { mysqld: 'LAB_MYSQLD', mysql: 'LAB_MYSQL', haproxy: 'LAB_HAPROXY' } as const;

/** The programs that the user names by environment variable; one that cannot be used is an error, never passed over. */
export async function findExplicitPrograms(
  env: ServerPaths,
  signal?: AbortSignal,
): Promise<Partial<Record<ProgramName, Program>>> {
  const named = programNames.filter((name) => env[variables[name]]);
  const found = await Promise.all(
    named.map(async (name) => [name, await checkExplicit(name, env[variables[name]] ?? '', signal)] as const),
  );
  return Object.fromEntries(found);
}

async function checkExplicit(name: ProgramName, value: string, signal?: AbortSignal): Promise<Program> {
  const path = resolve(value);
  const whyNotFile = await whyNotExecutable(path);
  if (whyNotFile) throw unusable(name, path, whyNotFile);
  const program = plainProgram(path, { version: '', origin: 'environment' });
  const { version, whyNot } = await inspectProgram(name, program, { signal });
  if (whyNot) throw unusable(name, path, whyNot);
  return { ...program, version };
}

async function whyNotExecutable(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isFile()) return 'it is not a file';
    await access(path, constants.X_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file' : `it cannot be executed (${code})`;
  }
}

function unusable(name: ProgramName, path: string, why: string): UserError {
  const variable = variables[name];
  const wanted = `${name} ${minimumVersions[name]} or newer`;
  return new UserError(
    `${variable} names ${path}, but ${why}. Set ${variable} to a ${wanted}, or unset it to let the lab find one.`,
    { next: `unset ${variable}` },
  );
}
