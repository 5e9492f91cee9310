import { type LogLine, type LogQuestion, lastTimeMs } from '../log-line.ts';
import { hashWords, mayHave, type WordFilter } from './words.ts';

/** A question, made ready to be put to many lines. */
export interface LineFilter {
  /** Whether a block of lines may hold an answer. */
  mayBeIn(block: { minMs: number; maxMs: number }, words: WordFilter): boolean;
  /** Whether lines, as they are stored, may hold an answer. */
  mayBeInText(text: string): boolean;
  /** Whether a line, as it is stored, is an answer. */
  matches(stored: string): boolean;
}

interface Term {
  text: string;
  isRefused: boolean;
  isBeginning: boolean;
}

/** Makes a question ready. */
export function createLineFilter({ text = '', host, level, sinceMs, untilMs }: LogQuestion): LineFilter {
  const terms = parseTerms(text).map((term) => ({ ...term, ...patternsOf(term) }));
  const wanted = terms.filter(({ isRefused }) => !isRefused);
  const hashes = wanted.flatMap(listWholeWords);
  const [from, to] = [toIso(sinceMs ?? 0), toIso(untilMs ?? Number.MAX_SAFE_INTEGER)];
  const hostText = host === undefined ? '' : `"host":${JSON.stringify(host)}`;
  const isIn = (message: string) => terms.every(({ whole, isRefused }) => whole.test(message) !== isRefused);
  return {
    mayBeIn: ({ minMs, maxMs }, words) =>
      maxMs >= (sinceMs ?? 0) && minMs <= (untilMs ?? Number.MAX_SAFE_INTEGER) && mayHave(words, hashes),
    mayBeInText: (texts) => wanted.every(({ rough }) => rough.test(texts)),
    matches(stored) {
      const time = timeOf(stored);
      if (time < from || time > to || !stored.includes(hostText)) return false;
      if (level !== undefined && levelOf(stored) !== level) return false;
      // To parse each line would take most of the time.
      if (!wanted.every(({ rough }) => rough.test(stored))) return false;
      return terms.length === 0 || isIn((JSON.parse(stored) as LogLine).message);
    },
  };
}

/** Each stored line begins with its time. */
export const lineStart = '{"@timestamp":"';

/** The time of a stored line, in a form that can be compared as text. */
export const timeOf = (stored: string) => stored.slice(lineStart.length, lineStart.length + 24);

const toIso = (ms: number) => new Date(Math.min(ms, lastTimeMs)).toISOString();

/** The level of a stored line. Within its message quotation marks have a backslash before them. */
export const levelOf = (stored: string) => /"level":"(\w+)"/.exec(stored)?.[1];

/** The terms of a search text. */
export function parseTerms(text: string): Term[] {
  const found = text.matchAll(/(-?)(?:"([^"]*)"?|(\S+))/g);
  return [...found].flatMap(([, minus, quoted, plain = '']) => {
    const isBeginning = quoted === undefined && plain.endsWith('*');
    const term = quoted ?? (isBeginning ? plain.slice(0, -1) : plain);
    return term === '' ? [] : [{ text: term, isRefused: minus === '-', isBeginning }];
  });
}

// A term that stands within quotes or as a word has whole words only; of `dead*` the last word goes on.
function listWholeWords({ text, isBeginning }: Term) {
  const hashes = hashWords(text);
  return isBeginning ? hashes.slice(0, -1) : hashes;
}

function patternsOf({ text, isBeginning }: Term) {
  const quote = (part: string) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const character = '[\\p{L}\\p{M}\\p{N}]';
  const before = new RegExp(`^${character}`, 'u').test(text) ? `(?<!${character})` : '';
  const after = !isBeginning && new RegExp(`${character}$`, 'u').test(text) ? `(?!${character})` : '';
  // As it stands in JSON: that spares parsing lines which cannot be meant.
  const rough = new RegExp(quote(JSON.stringify(text).slice(1, -1)), 'i');
  return { rough, whole: new RegExp(`${before}${quote(text)}${after}`, 'iu') };
}
