import type { ArgsDef } from 'citty';
import { findNearest } from '../messages/nearest.ts';
import { UserError } from '../messages/user-error.ts';

/** Refuses what a command does not know: a mistyped option must not be passed over in silence. */
export function checkArguments(args: ArgsDef, rawArgs: string[]) {
  const positionals = Object.values(args).filter(({ type }) => type === 'positional').length;
  const words = rawArgs.filter((word, index) => !word.startsWith('-') && !isValue(args, rawArgs[index - 1]));
  const strangers = [
    ...rawArgs.filter((word) => word.startsWith('-') && !findOption(args, word)),
    ...words.slice(positionals),
  ];
  if (strangers.length === 0) return;
  throw new UserError(
    `This command does not know ${strangers.map((word) => `"${word}"`).join(', ')}; nothing was done`,
    { next: advise(args, strangers[0] ?? '') },
  );
}

function advise(args: ArgsDef, stranger: string) {
  const known = Object.entries(args).map(([name, { type }]) =>
    type === 'positional' ? name.toUpperCase() : `--${name}`,
  );
  const nearest = findNearest(stranger.replace(/=.*$/s, ''), known);
  if (nearest) return `did you mean ${nearest}? --help says more`;
  return known.length > 0 ? `it takes ${known.join(', ')}; --help says more` : 'it takes nothing; --help says more';
}

/** The option that a word names, by its name or a letter. */
export function findOption(args: ArgsDef, word: string) {
  const name = word.replace(/^--?/, '').replace(/=.*$/s, '');
  const options = Object.entries(args).filter(([, { type }]) => type !== 'positional');
  const plain = (option: string) => option === name || (word.startsWith('--no-') && `no-${option}` === name);
  return options.find(([option, definition]) => plain(option) || listAliases(definition).includes(name))?.[1];
}

function isValue(args: ArgsDef, word: string | undefined) {
  if (word === undefined || !word.startsWith('-') || word.includes('=')) return false;
  return findOption(args, word)?.type === 'string';
}

function listAliases(definition: ArgsDef[string]) {
  const alias = 'alias' in definition ? definition.alias : undefined;
  return alias === undefined ? [] : [alias].flat();
}
