import type { LogLevel } from '../../log-store/log-line.ts';
import { describeLine } from '../describe-line.ts';
import type { SentLine } from '../line-source.ts';
import { readCursor, renderId } from './cursor.ts';
import type { JournalEntry } from './export-format.ts';

/** The units of a machine, each with the host whose log it writes. */
export interface MachineUnits {
  /** The machine's name: that of its first host. */
  name: string;
  /** Such as { haproxy: 'haproxy' }. */
  units: Record<string, string>;
}

/** What systemd and the kernel call a warning, and what is graver. */
const warning = 4;

/**
 * The line of an entry, with its id; undefined where it is not the lab's. All that the lab's units write is, and what
 * systemd says of them; of everything else on the machine, warnings and what is graver, as lines of the machine.
 */
export function describeEntry(entry: JournalEntry, { name, units }: MachineUnits): SentLine | undefined {
  const cursor = readCursor(entry);
  const message = entry.get('MESSAGE')?.trimEnd();
  if (!cursor || !message) return undefined;
  const unit = unitOf(entry);
  const host = Object.hasOwn(units, unit) ? units[unit] : undefined;
  const priority = Number(entry.get('PRIORITY') ?? 6);
  if (host === undefined && priority > warning) return undefined;
  const { timeMs, isLocalTime, level = levelOf(entry, priority), requestId } = describeLine(message);
  const line = {
    // The machine may be in another zone.
    '@timestamp': new Date(isLocalTime ? timeOf(entry) : (timeMs ?? timeOf(entry))).toISOString(),
    host: host ?? name,
    ...(level && { level }),
    ...(requestId && { requestId }),
    message,
    // A command of a session is in the unit of the session.
    unit: host === undefined ? (entry.get('SYSLOG_IDENTIFIER') ?? unit) : unit,
  };
  return { id: renderId(name, cursor), line };
}

// What the first process says of a unit, such as how it ended, belongs to that unit.
function unitOf(entry: JournalEntry) {
  const field = entry.get('_PID') === '1' ? 'UNIT' : '_SYSTEMD_UNIT';
  return (entry.get(field) ?? '').replace(/\.service$/, '');
}

const timeOf = (entry: JournalEntry) => Math.floor(Number(entry.get('__REALTIME_TIMESTAMP') ?? 0) / 1_000);

// journald calls all that a service prints "info", whatever it is.
function levelOf(entry: JournalEntry, priority: number): LogLevel | undefined {
  if (entry.get('_TRANSPORT') === 'stdout' && priority === 6) return undefined;
  if (priority <= 3) return 'error';
  if (priority === warning) return 'warning';
  return priority <= 6 ? 'info' : 'debug';
}
