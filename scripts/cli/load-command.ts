import { findNearest } from '../messages/nearest.ts';
import { UserError } from '../messages/user-error.ts';
import { type Command, commands } from './commands.ts';

/** The command of this name; the message for an unknown one tells the nearest. */
export async function loadCommand(name: string): Promise<Command> {
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry) return (await entry.load()) as Command;
  const nearest = findNearest(name, Object.keys(commands));
  throw new UserError(`There is no command "${name}"; nothing was done`, {
    next: nearest
      ? `did you mean ./lab ${nearest}? ./lab --help lists all commands`
      : './lab --help lists all commands',
  });
}
