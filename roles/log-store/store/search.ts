import type { FoundLines, Histogram, LogLine, LogQuestion } from '../log-line.ts';
import { createLineFilter, type LineFilter, levelOf, timeOf } from './line-filter.ts';
import type { Block, Segment } from './segment.ts';
import { filterBytes, type WordFilter } from './words.ts';

export interface SearchOptions {
  /** So many lines are given at most. */
  limit: number;
  /** The search ends then, with what it has found. */
  untilMs: number;
}

/** The newest lines that answer a question. */
export async function findNewest(
  segments: Segment[],
  question: LogQuestion,
  { limit, untilMs }: SearchOptions,
): Promise<FoundLines> {
  const filter = createLineFilter(question);
  const cursor = cursorOf(segments);
  let found: string[] = [];
  let isLate = false;
  // What was written first may have come last: only blocks whose lines are all older than those found are left out.
  const isNeeded = ({ maxMs }: Block) => found.length <= limit || maxMs > Date.parse(timeOf(found[1] as string));
  for await (const texts of readNewestFirst(segments, filter, isNeeded)) {
    found = sort([...texts.filter(filter.matches), ...found]).slice(-limit - 1);
    isLate = Date.now() > untilMs;
    if (isLate) break;
  }
  const lines = found.slice(-limit).map((text): LogLine => JSON.parse(text));
  return { lines, cursor, hasMore: isLate || found.length > limit };
}

const sort = (texts: string[]) => texts.sort((a, b) => compare(timeOf(a), timeOf(b)));

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

const readBytes = 1_000_000;

/** The lines that answer a question and came after a cursor, in the order in which they came. */
export async function findAfter(
  segments: Segment[],
  { cursor, ...question }: LogQuestion & { cursor: string },
  { limit, untilMs }: SearchOptions,
): Promise<FoundLines> {
  const filter = createLineFilter(question);
  const place = parseCursor(cursor);
  const lines: LogLine[] = [];
  for (const segment of segments.filter(({ name }) => name >= place.name)) {
    let offset = segment.name === place.name ? place.offset : 0;
    while (offset < segment.bytes) {
      const { texts, bytes } = await readFrom(segment, offset);
      if (bytes === 0) break;
      offset += bytes;
      for (const text of texts) if (filter.matches(text)) lines.push(JSON.parse(text));
      if (lines.length >= limit || Date.now() > untilMs)
        return { lines, cursor: `${segment.name} ${offset}`, hasMore: true };
    }
  }
  return { lines, cursor: cursorOf(segments), hasMore: false };
}

async function readFrom(segment: Segment, offset: number) {
  const reader = await segment.openReader();
  if (!reader) return { texts: [], bytes: 0 };
  try {
    // A line may be longer than what is read at once.
    for (let bytes = readBytes; ; bytes *= 2) {
      const part = await reader.readBytes(offset, Math.min(bytes, segment.bytes - offset));
      const end = part.lastIndexOf('\n') + 1;
      if (end > 0 || part.length < bytes)
        return { texts: part.toString('utf8', 0, end).split('\n').slice(0, -1), bytes: end };
    }
  } finally {
    await reader.close();
  }
}

const cursorOf = (segments: Segment[]) => {
  const { name, bytes } = segments.at(-1) as Segment;
  return `${name} ${bytes}`;
};

function parseCursor(cursor: string) {
  const [, name = '', offset = '0'] = /^(\S+) (\d+)$/.exec(cursor) ?? [];
  return { name, offset: Number(offset) };
}

const parts = 60;

/** How many lines answer a question, over time. */
export async function countOverTime(
  segments: Segment[],
  { fromMs, toMs, ...question }: LogQuestion & { fromMs: number; toMs: number },
  untilMs: number,
): Promise<Histogram> {
  const filter = createLineFilter({ ...question, sinceMs: fromMs, untilMs: toMs });
  const stepMs = Math.max(1, (toMs - fromMs) / parts);
  const counts = Array.from({ length: parts }, () => ({ total: 0, error: 0, warning: 0 }));
  for await (const texts of readNewestFirst(segments, filter)) {
    for (const text of texts.filter(filter.matches)) {
      const number = Math.floor((Date.parse(timeOf(text)) - fromMs) / stepMs);
      count(counts[Math.min(parts - 1, number)], levelOf(text));
    }
    if (Date.now() > untilMs) return { fromMs, stepMs, counts, isWhole: false };
  }
  return { fromMs, stepMs, counts, isWhole: true };
}

function count(place: Histogram['counts'][number] | undefined, level: string | undefined) {
  if (!place) return;
  place.total += 1;
  if (level === 'error' || level === 'warning') place[level] += 1;
}

const everyBlock = (_: Block) => true;

// The lines of each block that may hold an answer. What is added meanwhile is not read.
async function* readNewestFirst(segments: Segment[], filter: LineFilter, isNeeded = everyBlock) {
  const views = segments.map((segment) => ({ segment, blocks: [...segment.blocks], last: copyOpen(segment) }));
  const mayBeIn = (block: Block, words: WordFilter) => isNeeded(block) && filter.mayBeIn(block, words);
  for (const { segment, blocks, last } of views.reverse()) {
    if (![...blocks, last.block].some((block) => mayBeIn(block, everyWord))) continue;
    const reader = await segment.openReader();
    if (!reader) continue;
    try {
      const read = async (block: Block) => {
        const text = (await reader.readBytes(block.offset, block.bytes)).toString();
        return filter.mayBeInText(text) ? text.split('\n').slice(0, -1) : [];
      };
      if (last.block.lines > 0 && mayBeIn(last.block, last.words)) yield await read(last.block);
      for (let number = blocks.length - 1; number >= 0; number -= 1) {
        const block = blocks[number] as Block;
        if (!mayBeIn(block, everyWord)) continue;
        if (mayBeIn(block, await reader.readWords(number))) yield await read(block);
      }
    } finally {
      await reader.close();
    }
  }
}

function copyOpen({ openBlock: { block, words } }: Segment): { block: Block; words: WordFilter } {
  return { block: { ...block }, words };
}

// With it, only the time decides.
const everyWord: WordFilter = new Uint8Array(filterBytes).fill(255);
