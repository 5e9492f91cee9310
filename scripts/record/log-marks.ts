import type { LogLevel, LogLine } from './lines.ts';

export type LogMark = Pick<LogLine, 'source' | 'mark' | 'text'> & { level: LogLevel; atMs?: number };

// https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html
const mysqlMarks: Record<string, string> = {
  'MY-010116': 'server starts',
  'MY-010931': 'server ready',
  'MY-013172': 'server shuts down',
  'MY-010910': 'server ended',
  'MY-013587': 'joins the group',
  'MY-011651': 'left the group',
  'MY-013471': 'begins recovery',
  'MY-011490': 'declared online',
  'MY-011493': 'member unreachable',
  'MY-011494': 'member reachable again',
  'MY-011496': 'no majority',
  'MY-011498': 'majority again',
  'MY-011499': 'members removed',
  'MY-011503': 'view changed',
  'MY-011504': 'view changed',
  'MY-011505': 'expelled',
  'MY-011565': 'read-only',
  'MY-011566': 'writable',
};

const mysqlLevels: Record<string, LogLevel> = { ERROR: 'error', Warning: 'warning' };

/** What matters in a line of a host's log; undefined for every other line. */
export function findMark(role: string, line: string): LogMark | undefined {
  return findSupervisorMark(line) ?? readers[role]?.(line);
}

const readers: Record<string, (line: string) => LogMark | undefined> = {
  mysql: findMysqlMark,
  haproxy: findProxyMark,
  web: findApiMark,
  caretaker: findCaretakerMark,
};

// Its time has whole seconds only, so the moment of reading is better.
function findSupervisorMark(line: string): LogMark | undefined {
  const [, text] = /^\S+Z \[supervisor\] (.+)$/.exec(line) ?? [];
  return text === undefined ? undefined : { source: 'supervisor', mark: 'program ended', level: 'warning', text };
}

function findMysqlMark(line: string): LogMark | undefined {
  const [, time = '', level = '', code = '', rest = ''] =
    /^(\S+Z) \d+ \[(\w+)\] \[(MY-\d+)\] \[\w+\] (.+)$/.exec(line) ?? [];
  const mark = mysqlMarks[code] ?? (level === 'ERROR' ? 'error' : undefined);
  if (!mark) return undefined;
  const text = rest.replace(/^Plugin group_replication reported: '(.*)'$/, '$1');
  return {
    source: 'mysql',
    mark,
    level: mysqlLevels[level] ?? 'note',
    text: `${text} [${code}]`,
    atMs: Date.parse(time),
  };
}

const proxyMarks: [RegExp, string, LogLevel][] = [
  [/^Server \S+ is DOWN/, 'server down', 'warning'],
  [/^Server \S+ is UP/, 'server up', 'note'],
  [/^Health check for server \S+ failed/, 'check failed', 'warning'],
  [/^Health check for server \S+ succeeded/, 'check passed', 'note'],
  [/^(proxy|backend) \S+ has no server available/, 'no server', 'error'],
];

// HAProxy writes most of its messages twice: this is the one with the time.
function findProxyMark(line: string): LogMark | undefined {
  const [, time = '', text = ''] = /^(\d{4}-\S+T\S+[+-]\d\d:\d\d) (.+)$/.exec(line) ?? [];
  const found = proxyMarks.find(([pattern]) => pattern.test(text));
  if (!found) return undefined;
  const [, mark, level] = found;
  return { source: 'haproxy', mark, level, text, atMs: Date.parse(time) };
}

function findApiMark(line: string): LogMark | undefined {
  if (!line.startsWith('{')) return undefined;
  const { level, time, msg, reason } = parseJson(line);
  if (typeof level !== 'number' || level < 40 || typeof time !== 'number') return undefined;
  const text = reason === undefined ? String(msg) : `${msg}: ${reason}`;
  const word = level >= 50 ? 'error' : 'warning';
  return { source: 'api', mark: word, level: word, text, atMs: time };
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function findCaretakerMark(line: string): LogMark | undefined {
  const [, time = '', text = ''] = /^(\d{4}-\S+Z) (.+)$/.exec(line) ?? [];
  return text === ''
    ? undefined
    : { source: 'caretaker', mark: 'caretaker', level: 'note', text, atMs: Date.parse(time) };
}
