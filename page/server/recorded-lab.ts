import { basename, dirname } from 'node:path';
import { createEntryReader, type Entry } from '../../scripts/explain/moment.ts';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { SegmentLine } from '../../scripts/record/lines.ts';
import { readRecord } from '../../scripts/record/reader.ts';
import type { LabPage } from '../lab-page.ts';
import { createFilter } from './history.ts';

/** A record that is over, as the page shows it. */
export interface RecordedLab {
  lab: LabPage;
  entries: Entry[];
}

const titles: Record<string, string> = { mysql: 'MySQL', haproxy: 'HAProxy', web: 'API' };

/** What lab a folder of a record is of. */
export function describeRecord(dir: string): LabPage {
  const [first] = readRecord(dir) as Iterable<SegmentLine>;
  if (first?.type !== 'segment') {
    throw new UserError(`There is no record of a run in ${dir}`, {
      next: './lab replay results/SCENARIO/TIME-VARIANT',
    });
  }
  const about = { address: '', canReload: false };
  const hosts = (first.hosts ?? []).map((host) => ({ ...host, title: titles[host.role] ?? host.role, ...about }));
  const name = `Replay of ${basename(dirname(dirname(dir)))}, ${basename(dirname(dir))}`;
  const replay = { mayCommand: false, hasFaults: false, links: [], isReplay: true };
  return { name, target: first.target ?? '', hosts, ...replay };
}

/** Reads a record as a whole. */
export function readRecordedLab(dir: string): RecordedLab {
  const entries = [...readRecord(dir)].map(createEntryReader());
  return { lab: describeRecord(dir), entries: entries.filter(createFilter()) };
}
