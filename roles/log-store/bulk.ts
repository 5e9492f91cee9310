import { isLineTime, type LogLevel, type LogLine, logLevels } from './log-line.ts';
import type { Incoming } from './store/log-store.ts';

/** One action of a `_bulk` request: a line to keep, or why it cannot be kept. */
export interface BulkItem {
  action: string;
  id?: string | undefined;
  line?: LogLine;
  problem?: string;
}

/** Reads the body of Elasticsearch's `_bulk`: a line with an action, a line with its document, and so on. */
export function parseBulk(body: string, nowMs: number): BulkItem[] {
  // Some senders write blank lines between them.
  const rows = body.split('\n').filter((row) => row.trim() !== '');
  const items: BulkItem[] = [];
  for (let index = 0; index < rows.length; index += 1) {
    const { action, id } = parseAction(rows[index] as string);
    if (action === 'delete') items.push({ action, id, problem: 'lines are kept, and none is removed by its id' });
    else {
      index += 1;
      items.push({ action, id, ...readDocument(action, { text: rows[index] ?? '', nowMs }) });
    }
  }
  return items;
}

function parseAction(row: string) {
  const [action = '', target] = Object.entries(parseObject(row) ?? {})[0] ?? [];
  const { _id: id } = (typeof target === 'object' && target ? target : {}) as { _id?: unknown };
  return { action: action || 'create', id: typeof id === 'string' ? id : undefined };
}

function readDocument(action: string, { text, nowMs }: { text: string; nowMs: number }): Partial<BulkItem> {
  if (action !== 'create' && action !== 'index') return { problem: `"${action}" is not known here` };
  const document = parseObject(text);
  return document ? { line: toLine(document, nowMs) } : { problem: 'the document is no JSON object' };
}

// Other senders call the same things by other names.
function toLine({ '@timestamp': at, time, host, hostname, message, msg, level, ...rest }: Document, nowMs: number) {
  const known = logLevels.find((each) => each === level);
  return {
    ...rest,
    '@timestamp': toIso(at ?? time, nowMs),
    host: String(host ?? hostname ?? 'unknown'),
    ...(known && { level: known as LogLevel }),
    message: String(message ?? msg ?? ''),
  };
}

function toIso(time: unknown, nowMs: number) {
  const ms = typeof time === 'number' ? time : Date.parse(String(time));
  return new Date(isLineTime(ms) ? ms : nowMs).toISOString();
}

type Document = Record<string, unknown>;

function parseObject(text: string): Document | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Those of the items that can be kept. */
export const listIncoming = (items: BulkItem[]): Incoming[] =>
  items.flatMap(({ id, line }) => (line ? [{ id, line }] : []));

interface ItemAnswer {
  _id: string | undefined;
  status: number;
  result?: string;
  error?: { type: string; reason: string | undefined };
}

/** Answers as Elasticsearch does: of each item whether it is there now (201), was there before (409) or cannot be (400). */
export function renderBulkAnswer(items: BulkItem[], isNew: boolean[]) {
  let kept = 0;
  const answers = items.map(({ action, id, line, problem }): Record<string, ItemAnswer> => {
    if (!line)
      return { [action]: { _id: id, status: 400, error: { type: 'illegal_argument_exception', reason: problem } } };
    kept += 1;
    if (isNew[kept - 1]) return { [action]: { _id: id, status: 201, result: 'created' } };
    if (action === 'index') return { [action]: { _id: id, status: 200, result: 'noop' } };
    const error = { type: 'version_conflict_engine_exception', reason: 'the line is there already' };
    return { [action]: { _id: id, status: 409, error } };
  });
  return {
    took: 0,
    errors: answers.some((answer) => Object.values(answer).some(({ status }) => status >= 400)),
    items: answers,
  };
}
