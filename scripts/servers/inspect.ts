import { commandLine, type Judgement, type Program, type ProgramSource } from './program.ts';
import { runTool, type ToolOptions } from './run-tool.ts';

interface InspectOptions extends ToolOptions {
  /** AppArmor keeps the program to the folders of the system's installation. */
  confined?: boolean;
}

/** Runs a program to learn its version and whether the lab can use it. */
export async function inspectProgram(
  source: ProgramSource,
  program: Program,
  { confined = false, ...options }: InspectOptions = {},
): Promise<Judgement> {
  const asked = await runTool(commandLine(program, [source.versionFlag]), options);
  if (asked.timedOut) return { version: '', whyNot: 'it does not answer in time' };
  if (!asked.succeeded && asked.output === '') return { version: '', whyNot: 'it does not run' };
  const { version, whyNot } = source.judge(asked.output);
  if (whyNot) return { version, whyNot: version ? whyNot : withFirstLine(whyNot, asked.output) };
  const ask = async (args: string[]) => (await runTool(commandLine(program, args), options)).output;
  return { version, whyNot: (await source.examine?.(ask)) ?? whyConfined(source, confined) };
}

function withFirstLine(whyNot: string, output: string) {
  const firstLine = output.trim().split('\n')[0];
  return firstLine ? `${whyNot}: ${firstLine}` : whyNot;
}

/** Why a program of the machine's own is kept from its work, or undefined when it is not. */
export function whyConfined({ writesOwnFiles }: ProgramSource, confined: boolean) {
  if (!confined || !writesOwnFiles) return undefined;
  return 'an AppArmor profile keeps it to the folders of the system installation';
}
