/** A program that a role's hosts run, and where it is to be had. */
export interface ProgramSource {
  /** The name of its executable, such as mysqld. */
  name: string;
  /** What people call it, such as MySQL. */
  product: string;
  minimumVersion: string;
  /** Debian's and Ubuntu's package; where these are numbered, as mysql-server-core-8.0 is, the newest is taken. */
  package: string;
  /** Further packages, with parts that it loads or reads. */
  withPackages?: string[];
  /** Where the package has it, such as usr/sbin/mysqld; a `*` stands for a folder's version. */
  binary: string;
  versionFlag: string;
  /** What other systems call its package, where that is another name: apt, brew, dnf, pacman, zypper. */
  otherPackages?: Partial<Record<string, string>>;
  /** Whether it can be used, judged by what it prints for the version flag. */
  judge(output: string): Judgement;
  /** Why it cannot be used for what it has to do; undefined where it can. */
  examine?(ask: Ask): Promise<string | undefined>;
  /** It writes files in the lab's folder, so that an AppArmor profile of the machine would keep it from its work. */
  writesOwnFiles?: boolean;
  /** It executes its own argv[0] anew, which therefore has to be a script that finds the libraries. */
  executesItself?: boolean;
  /** What the package has beside the program; shared objects there get their libraries too. */
  folders?: Part[];
  /** Changes an unpacked program that reads a folder of its package by a fixed path; the length must stay. */
  amend?(program: Buffer): Buffer;
  /** Options by which an unpacked program finds the parts of its folder; they follow all others. */
  listFixedOptions?(path: (part: string) => string): string[];
}

/** A folder of the packages. */
export interface Part {
  /** Where the packages have it, below the root of the system. */
  from: string;
  /** Where it is in the lab's own copy. */
  to: string;
  /** Which of its files are of use; all of them where it is left out. */
  keep?: (file: string) => boolean;
  /** The machine's own program is used only where this is there, too. */
  isNeeded?: boolean;
  /** Its programs start each other by their paths: in the lab's own copy each is a script that starts it by the loader. */
  hasPrograms?: boolean;
}

export interface Judgement {
  version: string;
  /** Why the program cannot be used; undefined where it can. */
  whyNot: string | undefined;
}

/** Runs a program and answers with what it prints. */
export type Ask = (args: string[]) => Promise<string>;

export interface Program {
  command: string;
  /** What comes before the arguments: the binary and its libraries, where the command is a loader. */
  before: string[];
  /** What comes after the arguments: fixed options, last because mysqld wants --defaults-file first. */
  after: string[];
  /** The lab's own copy of its packages; the machine's own programs have none. */
  folder?: string;
  version: string;
  origin: 'environment' | 'machine' | 'packages';
}

/** Programs by their names. */
export type Programs = Record<string, Program>;

/** The command and all arguments that start a program, as spawn and execa want them. */
export function commandLine(program: Program, args: string[]): [string, ...string[]] {
  return [program.command, ...program.before, ...args, ...program.after];
}

/** Where a folder of its packages is. */
export function locatePart({ folder }: Program, { from, to }: Part) {
  return folder === undefined ? `/${from}` : `${folder}/${to}`;
}

/** The same program started by its own path, without a loader. */
export function plainProgram(path: string, facts: Pick<Program, 'version' | 'origin'>): Program {
  return { command: path, before: [], after: [], ...facts };
}

/** The variable of the environment that names a program of the person's own, such as LAB_MYSQLD. */
export function variableOf({ name }: Pick<ProgramSource, 'name'>) {
  return `LAB_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** What a person can do where programs cannot be fetched. */
export const nameYourOwn = 'Name the programs that you have in the environment, such as LAB_MYSQLD=/usr/sbin/mysqld';
