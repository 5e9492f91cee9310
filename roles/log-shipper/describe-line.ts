import type { LogLevel, LogLine } from '../log-store/log-line.ts';

/** What a line of a log says of itself. */
export type LineFacts = Pick<LogLine, 'level' | 'requestId'> & { timeMs?: number };

/** Reads a line as the programs of the lab write them: JSON, logfmt, or text that begins with a time. */
export function describeLine(line: string): LineFacts {
  return line.startsWith('{') ? describeJson(line) : describeText(line);
}

// The API (pino), and nginx.
function describeJson(line: string): LineFacts {
  const { level, time, requestId, status } = parseObject(line);
  const timeMs = typeof time === 'number' ? time : parseTime(time);
  const found = typeof level === 'number' ? levelOfPino(level) : levelOfStatus(status);
  return {
    ...(timeMs !== undefined && { timeMs }),
    ...(found && { level: found }),
    ...(typeof requestId === 'string' && { requestId }),
  };
}

function levelOfPino(level: number): LogLevel {
  if (level >= 50) return 'error';
  if (level >= 40) return 'warning';
  return level >= 30 ? 'info' : 'debug';
}

const levelOfStatus = (status: unknown): LogLevel | undefined =>
  typeof status === 'number' ? (status >= 500 ? 'warning' : 'info') : undefined;

// MySQL, HAProxy, the supervisor and the lab's own programs begin with it; nginx with one of its own kind; logfmt names it.
const times = [
  /^(?:\[\w+\]\s+)?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))/,
  /^(?:time|ts)="?(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))/,
  /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[/,
];

const levels: [RegExp, LogLevel][] = [
  [/\[ERROR\]|\[(alert|emerg|crit|error)\]|\[ALERT\]|\blevel="?(error|fatal)|has no server available/i, 'error'],
  [/\[warn(ing)?\]|\[supervisor\] ended|\blevel="?warn|^\S+ Server \S+ is DOWN/i, 'warning'],
  [/\[(note|notice|system|info)\]|\blevel="?info/i, 'info'],
  [/\blevel="?debug/i, 'debug'],
];

// HAProxy writes what it was told to capture between braces, before the request: the client's id and that of the answer.
const requestIds = [/\brequestId[="': ]+([\w.:-]{1,64})/, / \d+\/\d+ (?:\{\} )?\{([\w.:-]{1,64})\} /];

function describeText(line: string): LineFacts {
  const head = line.slice(0, 300);
  const time = times.map((pattern) => pattern.exec(head)?.[1]).find((found) => found !== undefined);
  const timeMs = parseTime(time);
  const level = levels.find(([pattern]) => pattern.test(head))?.[1];
  const requestId = requestIds.map((pattern) => pattern.exec(line)?.[1]).find((found) => found !== undefined);
  return { ...(timeMs !== undefined && { timeMs }), ...(level && { level }), ...(requestId && { requestId }) };
}

function parseTime(text: unknown) {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function parseObject(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {};
  }
}
