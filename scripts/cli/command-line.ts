import { type ArgsDef, parseArgs } from 'citty';
import { findNearest } from '../messages/nearest.ts';
import { UserError } from '../messages/user-error.ts';
import { checkArguments } from './check-arguments.ts';
import type { Command } from './commands.ts';
import { loadCommand } from './load-command.ts';

/** Where the lab is: processes of this machine, the machines that Vagrant runs, or those that lab.json lists. */
export const targets = ['local', 'vagrant', 'ssh'] as const;

export type TargetName = (typeof targets)[number];

/** A command line before its command is looked up. */
export interface Words {
  target: TargetName;
  name: string | undefined;
  /** What follows the command's name. */
  rest: string[];
}

/** A command line, taken apart once. */
export interface CommandLine {
  target: TargetName;
  name: string;
  command: Command;
  args: ReturnType<typeof parseArgs>;
  /** What follows the command's name, as it was typed. */
  rest: string[];
}

/** Tells the target, which may be named anywhere, from the command's name and what follows it. */
export function splitWords(words: string[]): Words {
  const at = words.findIndex((word) => word === '--target' || word.startsWith('--target='));
  const [name, ...rest] = at === -1 ? words : words.toSpliced(at, words[at] === '--target' ? 2 : 1);
  if (at === -1) return { target: 'local', name, rest };
  const value = words[at] === '--target' ? words[at + 1] : words[at]?.slice('--target='.length);
  return { target: parseTarget(value ?? ''), name, rest };
}

function parseTarget(value: string): TargetName {
  const target = targets.find((each) => each === value);
  if (target) return target;
  const nearest = findNearest(value, [...targets]);
  throw new UserError(`There is no target "${value}"`, {
    next: nearest ? `did you mean --target ${nearest}?` : `name one of: ${targets.join(', ')}`,
  });
}

/** Whether help is asked for, and not something done. */
export const wantsHelp = ({ name, rest }: Words) => [name, ...rest].some((word) => word === '--help' || word === '-h');

/** Looks the command up and reads what it takes; a mistake is told before anything is done. */
export async function parseCommandLine({ target, name = '', rest }: Words): Promise<CommandLine> {
  const command = await loadCommand(name);
  const definition = listArguments(command, { target, name });
  checkArguments(definition, rest);
  return { target, name, command, args: parseArgs(rest, definition), rest };
}

/** What a command takes; the first start of Vagrant's machines may name what runs them. */
export function listArguments({ args = {} }: Command, { target, name }: { target: TargetName; name: string }): ArgsDef {
  if (target !== 'vagrant' || name !== 'up') return args;
  return { ...args, provider: { type: 'string', valueHint: 'NAME', description: "Vagrant's provider, such as lxc" } };
}
