import type { FolderSource } from './folder-source.ts';
import type { JournalSource } from './journal/journal-source.ts';
import type { Shipper } from './shipper.ts';

export interface Counted {
  shipper: Shipper;
  folders: FolderSource[];
  journals: JournalSource[];
}

/** What Prometheus is told, in its text format. */
export function renderMetrics({ shipper, folders, journals }: Counted) {
  const unread = folders
    .flatMap((folder) => folder.unreadBytes)
    .map(([host, bytes]) => [`{host="${host}"}`, bytes] as const);
  const missedBytes = folders.reduce((sum, folder) => sum + folder.missedBytes, 0);
  const missedEntries = journals.reduce((sum, journal) => sum + journal.missedEntries, 0);
  return [
    renderMetric('sent_lines_total', 'counter', 'Lines that the store has kept.', [['', shipper.sent]]),
    renderMetric('refused_lines_total', 'counter', 'Lines that the store refused for good.', [['', shipper.refused]]),
    renderMetric('missed_bytes_total', 'counter', 'Bytes that were gone before they were sent.', [['', missedBytes]]),
    renderMetric('missed_entries_total', 'counter', 'Entries of journals that were gone before they were sent.', [
      ['', missedEntries],
    ]),
    renderMetric('waiting_seconds', 'gauge', 'Since when the lines wait that wait longest.', [['', shipper.waitingS]]),
    renderMetric('unread_bytes', 'gauge', 'Bytes of each log that wait.', unread),
  ].join('');
}

function renderMetric(what: string, kind: string, help: string, values: (readonly [string, number])[]) {
  const name = `log_shipper_${what}`;
  const samples = values.map(([labels, value]) => `${name}${labels} ${value}\n`).join('');
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${samples}`;
}
