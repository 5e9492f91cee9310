import type { ArgDef, ArgsDef } from 'citty';
import { commands, purposes } from './commands.ts';

const width = 80;

/** Every command with its summary, under what it is for. */
export function renderCommands() {
  const sections = purposes.map((purpose) => {
    const rows = Object.entries(commands).filter(([, entry]) => entry.purpose === purpose);
    return [
      capitalize(purpose),
      ...renderRows(
        rows.map(([name, { summary }]) => [name, summary]),
        18,
      ),
      '',
    ];
  });
  return [
    'Rules a lab of three MySQL members, HAProxy and an API host.',
    '',
    'Usage: ./lab COMMAND …',
    '       ./lab COMMAND --help                        what a command takes',
    '       ./lab --target local|vagrant|ssh COMMAND …  where the lab is',
    '',
    ...sections.flat(),
  ]
    .join('\n')
    .trimEnd();
}

/** What one command does and takes. */
export function renderCommand(name: string, args: ArgsDef) {
  const all = Object.entries(args);
  const words = all.filter(([, { type }]) => type === 'positional').map(renderPositional);
  const options = all.filter(([, { type }]) => type !== 'positional');
  const rows = all.map(([key, definition]) => [renderName(key, definition), describe(definition)] as const);
  const column = Math.max(0, ...rows.map(([left]) => left.length)) + 2;
  return [
    ['Usage: ./lab', name, ...words, ...(options.length > 0 ? ['[OPTIONS]'] : [])].join(' '),
    '',
    ...wrap(commands[name]?.summary ?? '', width),
    ...(rows.length > 0 ? ['', ...renderRows(rows, column)] : []),
  ].join('\n');
}

function renderPositional([key, { required }]: [string, ArgDef]) {
  return required === false ? `[${key.toUpperCase()}]` : key.toUpperCase();
}

function renderName(key: string, definition: ArgDef) {
  if (definition.type === 'positional') return key.toUpperCase();
  if (definition.type === 'boolean' && definition.default === true) return `--no-${key}`;
  const aliases = 'alias' in definition ? [definition.alias ?? []].flat().map((alias) => `-${alias}`) : [];
  const value = definition.type === 'boolean' ? '' : ` ${definition.valueHint ?? 'VALUE'}`;
  return [`--${key}`, ...aliases].join(', ') + value;
}

function describe(definition: ArgDef) {
  if (definition.type === 'boolean' && definition.default === true) return definition.negativeDescription ?? '';
  const { description = '', default: value } = definition;
  return value === undefined || value === '0' ? description : `${description} (${value} without it)`;
}

function renderRows(rows: (readonly [string, string])[], column: number) {
  return rows.flatMap(([left, right]) =>
    wrap(right, width - column - 2).map((line, index) =>
      `  ${(index === 0 ? left : '').padEnd(column)}${line}`.trimEnd(),
    ),
  );
}

/** Lines of at most so many characters, broken between words. */
function wrap(text: string, most: number) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
