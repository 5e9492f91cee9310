import type { ArgDef, ArgsDef } from 'citty';
import { readConfig } from '../settings/config.ts';
import { listHosts as listLabHosts, readLabFile } from '../settings/lab-file.ts';
import { findOption } from './check-arguments.ts';
import { targets } from './command-line.ts';
import { type Command, commands } from './commands.ts';

/** What the last of these words may become; a shell asks for it, so there is no mistake to tell. */
export async function suggest(words: string[]): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const candidates = await listCandidates(words.slice(0, -1), current);
  return candidates.filter((each) => each.startsWith(current));
}

async function listCandidates(before: string[], current: string): Promise<string[]> {
  if (before.at(-1) === '--target') return [...targets];
  const at = before.indexOf('--target');
  const [name, ...rest] = at === -1 ? before : before.toSpliced(at, 2);
  if (name === undefined) return [...Object.keys(commands), '--target', '--help'];
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) return [];
  const { args = {} } = (await entry.load()) as Command;
  return listValues(args, rest) ?? (current.startsWith('-') ? listOptions(args, rest) : listWords(args, rest));
}

// The value of the option before it, where that option takes one.
function listValues(args: ArgsDef, rest: string[]) {
  const last = rest.at(-1);
  if (!last?.startsWith('-') || last.includes('=')) return undefined;
  const option = findOption(args, last);
  return option?.type === 'string' ? readHint(option) : undefined;
}

function listOptions(args: ArgsDef, rest: string[]) {
  return Object.entries(args)
    .filter(([, { type }]) => type !== 'positional')
    .map(([name, definition]) => (definition.default === true ? `--no-${name}` : `--${name}`))
    .filter((option) => !rest.includes(option))
    .concat('--help');
}

function listWords(args: ArgsDef, rest: string[]) {
  const positionals = Object.values(args).filter(({ type }) => type === 'positional');
  const given = rest.filter((word, index) => !word.startsWith('-') && !listValues(args, rest.slice(0, index)));
  const next = positionals[given.length];
  return next ? readHint(next) : [];
}

// A hint names what a value is: a host, a member, or one of the words between bars.
function readHint({ valueHint = '' }: ArgDef) {
  if (valueHint === 'HOST') return listHosts();
  if (valueHint === 'MEMBER') return listHosts('mysql');
  return valueHint.includes('|') ? valueHint.split('|') : [];
}

function listHosts(role?: string) {
  try {
    const file = readLabFile(readConfig().labFile);
    const hosts = listLabHosts(file, Object.keys(file.profiles));
    return hosts.filter((host) => role === undefined || host.role === role).map(({ name }) => name);
  } catch {
    return [];
  }
}
