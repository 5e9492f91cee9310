import { join } from 'node:path';
import { fileExists } from './file-exists.ts';
import { type MysqldFacts, requiredPlugins, whyNotHaproxy, whyNotMysql, whyNotMysqld } from './judge.ts';
import { commandLine, type Program, type ProgramName } from './program.ts';
import { runTool, type ToolOptions } from './run-tool.ts';
import { parseHaproxyVersion, parseMysqlVersion } from './version.ts';

export interface Inspection {
  version: string;
  /** Why the program cannot be used; undefined when it can. */
  whyNot: string | undefined;
}

interface InspectOptions extends ToolOptions {
  confined?: boolean;
}

/** Runs a program to learn its version and whether the lab can use it. */
export async function inspectProgram(
  name: ProgramName,
  program: Program,
  options: InspectOptions = {},
): Promise<Inspection> {
  const asked = await runTool(commandLine(program, [name === 'haproxy' ? '-v' : '--version']), options);
  if (asked.timedOut) return { version: '', whyNot: 'it does not answer in time' };
  if (!asked.succeeded && asked.output === '') return { version: '', whyNot: 'it does not run' };
  if (name === 'haproxy') return inspectHaproxy(asked.output, options.confined ?? false);
  if (name === 'mysql') return inspectMysql(asked.output);
  return inspectMysqld(asked.output, program, options);
}

function inspectHaproxy(output: string, confined: boolean): Inspection {
  const version = parseHaproxyVersion(output);
  return { version: version ?? '', whyNot: withOutput(whyNotHaproxy(version, confined), version, output) };
}

function inspectMysql(output: string): Inspection {
  const found = parseMysqlVersion(output);
  return { version: found?.version ?? '', whyNot: withOutput(whyNotMysql('mysql', found), found, output) };
}

async function inspectMysqld(output: string, program: Program, options: InspectOptions): Promise<Inspection> {
  const version = parseMysqlVersion(output);
  const early = withOutput(whyNotMysql('mysqld', version), version, output);
  if (early) return { version: version?.version ?? '', whyNot: early };
  const pluginDir = await readPluginDir(program, options);
  const missingPlugins = pluginDir ? await listMissing(pluginDir, requiredPlugins) : [];
  const facts: MysqldFacts = { version, pluginDir, missingPlugins, confined: options.confined ?? false };
  return { version: version?.version ?? '', whyNot: whyNotMysqld(facts) };
}

function withOutput(whyNot: string | undefined, version: unknown, output: string): string | undefined {
  const firstLine = output.trim().split('\n')[0];
  return whyNot && !version && firstLine ? `${whyNot}: ${firstLine}` : whyNot;
}

async function readPluginDir(program: Program, options: ToolOptions): Promise<string | undefined> {
  const { output } = await runTool(commandLine(program, ['--no-defaults', '--verbose', '--help']), options);
  return output.match(/^plugin-dir\s+(.+?)\s*$/m)?.[1];
}

async function listMissing(folder: string, names: string[]): Promise<string[]> {
  const present = await Promise.all(names.map((name) => fileExists(join(folder, name))));
  return names.filter((_, index) => !present[index]);
}
