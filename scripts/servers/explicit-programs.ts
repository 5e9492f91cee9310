import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { inspectProgram } from './inspect.ts';
import { type Program, type ProgramSource, type Programs, plainProgram, variableOf } from './program.ts';

/** The programs that the person names by environment variable; one that cannot be used is an error, never passed over. */
export async function findExplicitPrograms(
  sources: ProgramSource[],
  { env, signal }: { env: NodeJS.ProcessEnv; signal?: AbortSignal | undefined },
): Promise<Programs> {
  const named = sources.filter((source) => env[variableOf(source)]);
  const found = await Promise.all(
    named.map(async (source) => {
      const path = resolve(env[variableOf(source)] ?? '');
      return [source.name, await checkExplicit(source, path, signal)] as const;
    }),
  );
  return Object.fromEntries(found);
}

async function checkExplicit(source: ProgramSource, path: string, signal?: AbortSignal): Promise<Program> {
  const whyNotFile = await whyNotExecutable(path);
  if (whyNotFile) throw unusable(source, path, whyNotFile);
  const program = plainProgram(path, { version: '', origin: 'environment' });
  const { version, whyNot } = await inspectProgram(source, program, { signal });
  if (whyNot) throw unusable(source, path, whyNot);
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

function unusable(source: ProgramSource, path: string, why: string): UserError {
  const variable = variableOf(source);
  const wanted = `${source.name} ${source.minimumVersion} or newer`;
  return new UserError(
    `${variable} names ${path}, but ${why}. Set ${variable} to a ${wanted}, or unset it to let the lab find one.`,
    { next: `unset ${variable}` },
  );
}
