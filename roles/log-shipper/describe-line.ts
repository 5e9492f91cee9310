import { isLineTime, type LogLevel, type LogLine, logLevels } from '../log-store/log-line.ts';

/** What a line of a log says of itself. */
export interface LineFacts extends Pick<LogLine, 'level' | 'requestId'> {
  timeMs?: number;
  /** Its time says no zone, and was read as that of this machine. */
  isLocalTime?: boolean;
}

/** Reads a line as the programs of the lab write them: JSON, logfmt, or text that begins with a time. */
export function describeLine(line: string): LineFacts {
  return line.startsWith('{') ? describeJson(line) : describeText(line);
}

// The API (pino), nginx, and etcd (zap).
function describeJson(line: string): LineFacts {
  const { level, time, ts, requestId, status } = parseObject(line);
  const timeMs = typeof time === 'number' ? time : parseTime(time ?? ts);
  const found = typeof level === 'number' ? levelOfPino(level) : (levelOfZap(level) ?? levelOfStatus(status));
  return {
    ...(isLineTime(timeMs) && { timeMs }),
    ...(found && { level: found }),
    ...(typeof requestId === 'string' && { requestId }),
  };
}

function levelOfPino(level: number): LogLevel {
  if (level >= 50) return 'error';
  if (level >= 40) return 'warning';
  return level >= 30 ? 'info' : 'debug';
}

function levelOfZap(level: unknown): LogLevel | undefined {
  if (level === 'warn') return 'warning';
  if (['dpanic', 'panic', 'fatal'].includes(String(level))) return 'error';
  return logLevels.find((each) => each === level);
}

const levelOfStatus = (status: unknown): LogLevel | undefined =>
  typeof status === 'number' ? (status >= 500 ? 'warning' : 'info') : undefined;

// MySQL, HAProxy, the supervisor and the lab's own programs begin with it, RabbitMQ with its colour; logfmt names it.
const times = [
  /^(?:\[\w+\]\s+|\W\[[\d;]+m)?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))/,
  /^(?:time|ts)="?(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))/,
];

// nginx and some programs in Go; Valkey and its Sentinels.
const localTimes = [
  /^(?:\[\w+\] )?(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) /,
  /^\d+:[A-Z] (\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}) /,
];

const levels: [RegExp, LogLevel][] = [
  [/\[(alert|emerg|crit|critical|error)\]|\blevel="?(error|fatal)|has no server available/i, 'error'],
  [/\[warn(ing)?\]|\[supervisor\] ended|\blevel="?warn|^\S+ Server \S+ is DOWN|^\d+:[A-Z] [\w :.]+ # /i, 'warning'],
  [/\[(note|notice|system|info)\]|\blevel="?info|^\d+:[A-Z] [\w :.]+ \* /i, 'info'],
  [/\blevel="?debug/i, 'debug'],
];

// HAProxy writes what it was told to capture between braces, before the request: the client's id and that of the answer.
const requestIds = [/\brequestId[="': ]+([\w.:-]{1,64})/, / \d+\/\d+ (?:\{\} )?\{([\w.:-]{1,64})\} /];

function describeText(line: string): LineFacts {
  const head = line.slice(0, 300);
  const level = levels.find(([pattern]) => pattern.test(head))?.[1];
  const requestId = findFirst(requestIds, line);
  return { ...readTime(head), ...(level && { level }), ...(requestId && { requestId }) };
}

function readTime(head: string): LineFacts {
  const zoned = findFirst(times, head);
  const timeMs = parseTime(zoned ?? findFirst(localTimes, head));
  if (!isLineTime(timeMs)) return {};
  return { timeMs, ...(zoned === undefined && { isLocalTime: true }) };
}

const findFirst = (patterns: RegExp[], text: string) =>
  patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);

const parseTime = (text: unknown) => (typeof text === 'string' ? Date.parse(text) : Number.NaN);

function parseObject(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {};
  }
}
