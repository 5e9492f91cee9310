import type { Run } from '../history.ts';
import { formatCount, formatMb, formatMs, formatShare } from './numbers.ts';

/** The name and format of a figure. */
export interface Measure {
  key: string;
  label: string;
  /** An explanation beside the label. */
  note?: string;
  format(value: number | null | undefined): string;
  /** Every other value is a defect. */
  mustBeZero?: boolean;
}

/** Whether a figure shows a defect. In an expected outage requests may fail. */
export function isWrong(
  { key, mustBeZero }: Measure,
  value: number | null | undefined,
  { outageExpected }: Pick<Run, 'outageExpected'>,
) {
  return mustBeZero === true && Boolean(value) && !(key === 'failed' && outageExpected);
}

const count = { format: formatCount };
const defect = { format: formatCount, mustBeZero: true };
const time = { format: formatMs };
const memory = { format: formatMb };

/** The most important figures of any lab. */
export const keyMeasures: Measure[] = [
  { key: 'failed', label: 'failed requests', ...defect },
  { key: 'lost', label: 'lost writes', ...defect },
  { key: 'double', label: 'double writes', ...defect },
  { key: 'stale', label: 'stale reads', ...defect },
  { key: 'longestWriteGapMs', label: 'longest gap in writes', ...time },
  { key: 'maxMs', label: 'slowest request', ...time },
];

/** Those of a lab that tells others what happens. */
const eventMeasures: Measure[] = [
  { key: 'eventsLost', label: 'lost events', ...defect },
  { key: 'eventsTwice', label: 'events told twice', ...defect },
  { key: 'eventsOutOfOrder', label: 'events out of order', ...defect },
  { key: 'eventsInvented', label: 'invented events', ...defect },
];

/** Those of a lab that grants locks. */
const lockMeasures: Measure[] = [
  { key: 'lockViolations', label: 'violations of locks', ...defect },
  { key: 'longestGrantGapMs', label: 'longest time without a grant', ...time },
];

/** Those of a lab whose processes keep copies. */
const copyMeasures: Measure[] = [
  { key: 'tooOld', label: 'reads older than a second', ...defect },
  { key: 'oldestMs', label: 'oldest read', ...time },
];

/** The most important figures of a run. */
export function chooseKeyMeasures(figures: Record<string, number | null>): Measure[] {
  return [
    ...keyMeasures,
    ...(hasEvents(figures) ? eventMeasures : []),
    ...(hasLocks(figures) ? lockMeasures : []),
    ...(hasCopies(figures) ? copyMeasures : []),
  ];
}

const hasEvents = (figures: Record<string, number | null>) => figures.eventsLost !== undefined;
const hasCopies = (figures: Record<string, number | null>) => figures.observedReads !== undefined;
const hasLocks = (figures: Record<string, number | null>) => figures.lockGrants !== undefined;

/** All figures, in two groups. */
export const measureGroups: { title: string; measures: Measure[] }[] = [
  {
    title: 'What clients saw',
    measures: [
      { key: 'requests', label: 'Requests', ...count },
      { key: 'failed', label: 'Failed', note: 'refused or not answered', ...defect },
      { key: 'failedShare', label: 'Failed, share', format: formatShare },
      { key: 'unanswered', label: 'Writes not answered', note: 'done or not, the answer does not tell', ...count },
      { key: 'longestWriteGapMs', label: 'Longest gap in writes', note: 'some were due, none succeeded', ...time },
      { key: 'longestReadGapMs', label: 'Longest gap in reads', ...time },
      { key: 'p50Ms', label: 'Half of all answers within', note: 'since they were due', ...time },
      { key: 'p99Ms', label: '99 of 100 within', ...time },
      { key: 'maxMs', label: 'Slowest', ...time },
      { key: 'writesCalmP99Ms', label: '99 of 100 writes before the first fault within', ...time },
      { key: 'writesBrokenP99Ms', label: '99 of 100 writes until all is mended within', ...time },
      { key: 'apiGrowthMb', label: 'API grew by', note: 'from the second quarter to the last', ...memory },
      { key: 'haproxyGrowthMb', label: 'HAProxy grew by', ...memory },
      { key: 'servingMs', label: 'First write after the restart', ...time },
    ],
  },
  {
    title: 'What became of the data',
    measures: [
      { key: 'acknowledged', label: 'Acknowledged writes', ...count },
      { key: 'lost', label: 'Lost', note: 'missing on at least one member', ...defect },
      { key: 'double', label: 'Double', ...defect },
      { key: 'refusedPresent', label: 'Refused, and there', ...defect },
      { key: 'partial', label: 'On some members only', ...defect },
      { key: 'readsCompared', label: 'Reads compared with writes', ...count },
      { key: 'stale', label: 'Stale reads', note: 'without a write of their own client', ...defect },
      { key: 'backwards', label: 'Reads that went back', ...defect },
      { key: 'wrongCounters', label: 'Wrong counters', ...defect },
      { key: 'different', label: 'Members that differ', ...defect },
      { key: 'events', label: 'Events committed', ...count },
      { key: 'eventsLost', label: 'Events lost', note: 'of an acknowledged write, or committed', ...defect },
      { key: 'eventsTwice', label: 'Events told twice', ...defect },
      { key: 'eventsOutOfOrder', label: 'Events out of order', ...defect },
      { key: 'eventsInvented', label: 'Events invented', note: 'told, and never written', ...defect },
      { key: 'unpublished', label: 'Writes lost by publishing after COMMIT', note: 'on the same RabbitMQ', ...count },
      { key: 'cursorMissed', label: 'Comments that a cursor on the id would have lost', ...count },
      { key: 'toldP50Ms', label: 'Half of all notifications within', note: 'since the write', ...time },
      { key: 'toldMaxMs', label: 'Slowest notification', ...time },
      { key: 'backlogMs', label: 'What waited was told', note: 'after the last mending', ...time },
      { key: 'lockGrants', label: 'Locks granted', ...count },
      { key: 'lockWrites', label: 'Writes under a lock', ...count },
      {
        key: 'lockViolations',
        label: 'Violations of locks',
        note: 'two holders, or a write after a follower',
        ...defect,
      },
      { key: 'lateWritesRefused', label: 'Late writes refused', note: 'damage, without tokens', ...count },
      { key: 'grantP50Ms', label: 'Half of all grants within', ...time },
      { key: 'longestGrantGapMs', label: 'Longest time without a grant', ...time },
      { key: 'observedReads', label: 'Reads of what others wrote', note: 'at every process', ...count },
      { key: 'tooOld', label: 'Older than a second', ...defect },
      { key: 'oldestMs', label: 'The oldest', note: 'since the next text was acknowledged', ...time },
      { key: 'copyHitShare', label: 'Shared reads that a copy served', format: formatShare },
      { key: 'drainedAfterMs', label: 'All events taken in', note: 'after the load', ...time },
    ],
  },
];

/** What is measured after each fault. */
export const faultMeasures: Measure[] = [
  { key: 'downMs', label: 'DOWN in HAProxy', ...time },
  { key: 'unreachableMs', label: 'UNREACHABLE', ...time },
  { key: 'expelledMs', label: 'Expelled', ...time },
  { key: 'firstWriteMs', label: 'First write', ...time },
  { key: 'backOnlineMs', label: 'Back ONLINE', ...time },
  { key: 'backRoutedMs', label: 'Back routed', ...time },
];

export type MatrixColumn = Pick<Measure, 'key' | 'label' | 'format'>;

const writeColumns: MatrixColumn[] = [
  { key: 'failed', label: 'Failed', ...count },
  { key: 'lost', label: 'Lost', ...count },
  { key: 'double', label: 'Double', ...count },
  { key: 'stale', label: 'Stale', ...count },
];
const eventColumns: MatrixColumn[] = [
  { key: 'events', label: 'Events', ...count },
  { key: 'eventsLost', label: 'Events lost', ...count },
  { key: 'eventsTwice', label: 'Twice', ...count },
  { key: 'eventsOutOfOrder', label: 'Out of order', ...count },
  { key: 'eventsInvented', label: 'Invented', ...count },
  { key: 'unpublished', label: 'Lost without an outbox', ...count },
  { key: 'cursorMissed', label: 'Lost by a cursor', ...count },
  { key: 'toldP50Ms', label: 'Told within', ...time },
  { key: 'toldMaxMs', label: 'Told at the latest', ...time },
];
const lockColumns: MatrixColumn[] = [
  { key: 'lockGrants', label: 'Locks granted', ...count },
  { key: 'lockWrites', label: 'Writes under them', ...count },
  { key: 'lockViolations', label: 'Violations', ...count },
  { key: 'lateWritesRefused', label: 'Late writes refused', ...count },
  { key: 'grantP50Ms', label: 'Granted within', ...time },
  { key: 'longestGrantGapMs', label: 'Longest without a grant', ...time },
];
const copyColumns: MatrixColumn[] = [
  { key: 'observedReads', label: "Reads of others' writes", ...count },
  { key: 'tooOld', label: 'Older than 1 s', ...count },
  { key: 'oldestMs', label: 'The oldest', ...time },
  { key: 'copyHitShare', label: 'Hits', format: formatShare },
];
const timeColumns: MatrixColumn[] = [
  { key: 'longestWriteGapMs', label: 'Longest write gap', ...time },
  { key: 'downMs', label: 'To DOWN', ...time },
  { key: 'backRoutedMs', label: 'Back routed', ...time },
  { key: 'maxMs', label: 'Slowest', ...time },
];

/** The figures by which scenarios are compared; those of events, locks and copies where one of the labs has them. */
export function chooseColumns(rows: { figures: Record<string, number | null> }[]): MatrixColumn[] {
  const isTold = rows.some(({ figures }) => hasEvents(figures));
  const isLocked = rows.some(({ figures }) => hasLocks(figures));
  const isKept = rows.some(({ figures }) => hasCopies(figures));
  return [
    ...writeColumns,
    ...(isTold ? eventColumns : []),
    ...(isLocked ? lockColumns : []),
    ...(isKept ? copyColumns : []),
    ...timeColumns,
  ];
}
