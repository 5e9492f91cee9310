import type { Run } from '../history.ts';
import { formatCount, formatMb, formatMs, formatShare } from './numbers.ts';

/** A figure of a judgement, in words. */
export interface Measure {
  key: string;
  label: string;
  /** What it means, where the label is too short for it. */
  note?: string;
  format(value: number | null | undefined): string;
  /** Anything above nought is something that must not be. */
  mustBeZero?: boolean;
}

/** Whether a figure shows something that must not be; during an outage that nothing could prevent, requests may fail. */
export function isWrong(
  { key, mustBeZero }: Measure,
  value: number | null | undefined,
  { outageExpected }: Pick<Run, 'outageExpected'>,
) {
  return mustBeZero === true && Boolean(value) && !(key === 'failed' && outageExpected);
}

const count = { format: formatCount };
const never = { format: formatCount, mustBeZero: true };
const time = { format: formatMs };
const memory = { format: formatMb };

/** The figures that say most, first. */
export const keyMeasures: Measure[] = [
  { key: 'failed', label: 'failed requests', ...never },
  { key: 'lost', label: 'lost writes', ...never },
  { key: 'double', label: 'double writes', ...never },
  { key: 'stale', label: 'stale reads', ...never },
  { key: 'longestWriteGapMs', label: 'longest gap in writes', ...time },
  { key: 'maxMs', label: 'slowest request', ...time },
];

/** All figures by what they are about. */
export const measureGroups: { title: string; measures: Measure[] }[] = [
  {
    title: 'What clients saw',
    measures: [
      { key: 'requests', label: 'Requests', ...count },
      { key: 'failed', label: 'Failed', note: 'refused or not answered', ...never },
      { key: 'failedShare', label: 'Failed, share', format: formatShare },
      { key: 'unanswered', label: 'Writes not answered', note: 'done or not, nobody can say', ...count },
      { key: 'longestWriteGapMs', label: 'Longest gap in writes', note: 'some were due, none succeeded', ...time },
      { key: 'longestReadGapMs', label: 'Longest gap in reads', ...time },
      { key: 'p50Ms', label: 'Half of all answers within', note: 'since they were due', ...time },
      { key: 'p99Ms', label: '99 of 100 within', ...time },
      { key: 'maxMs', label: 'Slowest', ...time },
      { key: 'apiGrowthMb', label: 'API grew by', note: 'from the second quarter to the last', ...memory },
      { key: 'haproxyGrowthMb', label: 'HAProxy grew by', ...memory },
      { key: 'servingMs', label: 'First write after the restart', ...time },
    ],
  },
  {
    title: 'What became of the data',
    measures: [
      { key: 'acknowledged', label: 'Acknowledged writes', ...count },
      { key: 'lost', label: 'Lost', note: 'missing on at least one member', ...never },
      { key: 'double', label: 'Double', ...never },
      { key: 'refusedPresent', label: 'Refused, and there', ...never },
      { key: 'partial', label: 'On some members only', ...never },
      { key: 'readsCompared', label: 'Reads compared with writes', ...count },
      { key: 'stale', label: 'Stale reads', note: 'without a write of their own client', ...never },
      { key: 'backwards', label: 'Reads that went back', ...never },
      { key: 'wrongCounters', label: 'Wrong counters', ...never },
      { key: 'different', label: 'Members that differ', ...never },
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

/** The figures by which scenarios are compared. */
export const matrixColumns: MatrixColumn[] = [
  { key: 'failed', label: 'Failed', ...count },
  { key: 'lost', label: 'Lost', ...count },
  { key: 'double', label: 'Double', ...count },
  { key: 'stale', label: 'Stale', ...count },
  { key: 'longestWriteGapMs', label: 'Longest write gap', ...time },
  { key: 'downMs', label: 'To DOWN', ...time },
  { key: 'backRoutedMs', label: 'Back routed', ...time },
  { key: 'maxMs', label: 'Slowest', ...time },
];
