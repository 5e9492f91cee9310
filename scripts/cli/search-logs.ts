import { setTimeout as sleep } from 'node:timers/promises';
import { askForLines, findLogStore } from '../../roles/log-store/ask-logs.ts';
import { type FoundLines, type LogLine, logLevels } from '../../roles/log-store/log-line.ts';
import type { Lab } from '../lab/open-lab.ts';
import { UserError } from '../messages/user-error.ts';

/** What a person looks for, as it was typed. */
export interface LogWords {
  text: string | undefined;
  host: string | undefined;
  level: string | undefined;
  since: string | undefined;
  until: string | undefined;
}

export interface SearchOptions {
  limit: number;
  follow: boolean;
  json: boolean;
  signal: AbortSignal;
}

/** Prints what the log store finds, then, where asked, what comes to it until the signal. */
export async function searchLogs({ target }: Lab, words: LogWords, { limit, follow, json, signal }: SearchOptions) {
  const source = findLogStore(target.view);
  const question = readQuestion(words, Date.now());
  const askFor = (more: { limit: number; cursor?: string }) =>
    askForLines(source, { ...question, ...more }).catch((error: Error) => {
      throw new UserError(`The log store does not answer: ${error.message}`, { next: './lab logs log-store' });
    });
  const found = await askFor({ limit: Math.min(Math.max(limit, 1), maxLines) });
  print(found, json);
  if (found.hasMore && !follow) console.error(`These are the newest ${found.lines.length}; there are more.`);
  for (let { cursor } = found; follow && !signal.aborted; ) {
    await sleep(200, undefined, { signal }).catch(() => undefined);
    const news = await askFor({ cursor, limit: maxLines });
    print(news, json);
    ({ cursor } = news);
  }
}

// The log store gives no more at once.
const maxLines = 10_000;

function readQuestion({ text, host, level, since, until }: LogWords, nowMs: number) {
  const [sinceMs, untilMs] = [parseTime('--since', since, nowMs), parseTime('--until', until, nowMs)];
  return { text, host, level: parseLevel(level), sinceMs, untilMs };
}

function print({ lines }: FoundLines, json: boolean) {
  for (const line of lines) console.log(json ? JSON.stringify(line) : renderLine(line));
}

const renderLine = ({ '@timestamp': time, host, level, message }: LogLine) =>
  `${time} ${host.padEnd(8)} ${(level ?? '').padEnd(7)} ${message}`;

function parseLevel(given: string | undefined) {
  if (given === undefined || logLevels.some((level) => level === given)) return given;
  throw new UserError(`There is no level "${given}"`, { next: `name one of: ${logLevels.join(', ')}` });
}

const unitsMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A moment, written as an age such as 1h or as a time. */
export function parseTime(option: string, given: string | undefined, nowMs: number) {
  if (given === undefined) return undefined;
  const [, count, unit = ''] = /^(\d{1,7})([smhd])$/.exec(given) ?? [];
  const ms = count === undefined ? Date.parse(given) : nowMs - Number(count) * (unitsMs[unit] ?? 0);
  if (!Number.isNaN(ms) && ms >= 0) return ms;
  throw new UserError(`${option} is "${given}", which is neither an age nor a time`, {
    next: `write it as 30s, 15m, 1h, 7d or ${new Date(nowMs).toISOString()}`,
  });
}
