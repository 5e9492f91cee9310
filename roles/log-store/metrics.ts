import type { LogStore } from './store/log-store.ts';

/** What Prometheus is told, in its text format. */
export function renderMetrics({ segments }: LogStore) {
  const sum = (of: (segment: LogStore['segments'][number]) => number) =>
    segments.reduce((total, segment) => total + of(segment), 0);
  const rows = {
    log_store_lines: ['Lines that are kept.', sum(({ lines }) => lines)],
    log_store_bytes: ['Bytes of these lines on the disk.', sum(({ bytes }) => bytes)],
    log_store_files: ['Files that hold them.', segments.length],
    log_store_unarchived_files: [
      'Closed files that are in no archive yet.',
      segments.slice(0, -1).filter(({ isArchived }) => !isArchived).length,
    ],
  };
  return Object.entries(rows)
    .map(([name, [help, value]]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`)
    .join('');
}
