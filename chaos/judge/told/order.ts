import type { ToldNotification } from '../../history.ts';
import { groupBy } from '../group-by.ts';
import type { Expectation } from './expect-told.ts';
import { nameNotice } from './subjects.ts';

/** Where a key was not told in the order of its versions, or its versions are not in the order of the writes. */
export function findDisorder(expected: Expectation, notifications: ToldNotification[]): string[] {
  const byKey = groupBy(notifications, ({ key }) => key);
  return [
    ...[...byKey].flatMap(([key, rows]) => findToldLate(key, rows)),
    ...[...byKey].flatMap(([key, rows]) => findWrittenLate(key, rows, expected)),
    ...notifications.filter(isLeft).map(describeLeft),
  ];
}

function findToldLate(key: string, rows: ToldNotification[]): string[] {
  const inOrder = rows.toSorted((a, b) => a.version - b.version);
  return inOrder.flatMap(({ version, toldAtMs }, index) => {
    const before = inOrder[index - 1];
    if (!before || before.toldAtMs <= toldAtMs) return [];
    return [`${key}/${version} was told before ${key}/${before.version}`];
  });
}

// A write that was answered before another was sent has the lower version.
function findWrittenLate(key: string, rows: ToldNotification[], { marks, times }: Expectation): string[] {
  const written = rows
    .flatMap((row) => {
      const time = times.get(nameNotice(row, marks));
      return time ? [{ version: row.version, ...time }] : [];
    })
    .sort((a, b) => b.version - a.version);
  let earliest = { version: 0, endedMs: Number.POSITIVE_INFINITY };
  return written.flatMap(({ version, sentMs, endedMs }) => {
    const { version: later, endedMs: answeredMs } = earliest;
    if (endedMs < answeredMs) earliest = { version, endedMs };
    return answeredMs < sentMs && later > version ? [`${key}/${later} was written before ${key}/${version}`] : [];
  });
}

// The end of an article takes its notifications with it, and is its last event.
const isLeft = ({ kind, slug }: ToldNotification) => kind !== 'follow' && slug === null;
const describeLeft = ({ key, version, user }: ToldNotification) =>
  `${key}/${version} was told to ${user}, and the end of the article before it`;
