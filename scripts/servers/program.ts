export const programNames = ['mysqld', 'mysql', 'haproxy'] as const;

export type ProgramName = (typeof programNames)[number];

export interface Program {
  command: string;
  /** What comes before the arguments: the binary and its libraries, where the command is a loader. */
  before: string[];
  /** What comes after the arguments: fixed options, last because mysqld wants --defaults-file first. */
  after: string[];
  version: string;
  origin: 'environment' | 'machine' | 'packages';
}

export type Servers = Record<ProgramName, Program>;

/** The command and all arguments that start a program, as spawn and execa want them. */
export function commandLine(program: Program, args: string[]): [string, ...string[]] {
  return [program.command, ...program.before, ...args, ...program.after];
}

/** The same program started by its own path, without a loader. */
export function plainProgram(path: string, facts: Pick<Program, 'version' | 'origin'>): Program {
  return { command: path, before: [], after: [], ...facts };
}
