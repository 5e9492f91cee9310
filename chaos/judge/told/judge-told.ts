import type { Run, ToldEvents, ToldKey, ToldNotification } from '../../history.ts';
import { groupBy } from '../group-by.ts';
import { type Expectation, expectTold } from './expect-told.ts';
import { findDisorder } from './order.ts';
import { none, type Range } from './range.ts';
import { about, nameNotice } from './subjects.ts';

/** How many events went wrong in a way, and each case in words. */
export interface ToldDefect {
  count: number;
  details: string[];
}

/** What became of the events of a run, where that was wrong. */
export interface ToldDefects {
  lost: ToldDefect;
  twice: ToldDefect;
  outOfOrder: ToldDefect;
  invented: ToldDefect;
}

/** The rows that were found after the run. */
type Found = Pick<ToldEvents, 'keys' | 'laidAside' | 'notifications'>;

type Finding = { defect: keyof ToldDefects; count: number; detail: string };

/** Compares the writes of a history with what was told of them: the rows that were found afterwards. */
export function judgeTold(writes: Pick<Run, 'requests' | 'users' | 'finals'>, found: Found): ToldDefects {
  const expected = expectTold(writes);
  const findings = [
    ...judgeKeys(expected, found.keys),
    ...judgeLaidAside(found.laidAside),
    ...judgeNotices(expected, found),
    ...findDisorder(expected, found.notifications).map(
      (detail): Finding => ({ defect: 'outOfOrder', count: 1, detail }),
    ),
  ];
  const gather = (defect: keyof ToldDefects): ToldDefect => {
    const own = findings.filter((finding) => finding.defect === defect);
    return { count: own.reduce((sum, { count }) => sum + count, 0), details: own.map(({ detail }) => detail) };
  };
  return {
    lost: gather('lost'),
    twice: gather('twice'),
    outOfOrder: gather('outOfOrder'),
    invented: gather('invented'),
  };
}

function judgeKeys({ events }: Expectation, keys: ToldKey[]): Finding[] {
  return keys.flatMap((key) => judgeKey(key, events.get(nameKey(key)) ?? any));
}

// What others than the run's clients did, or about an article that is not there any more.
const any: Range = { least: 0, most: Number.POSITIVE_INFINITY };

function nameKey({ key, about: name }: ToldKey) {
  if (name === undefined) return key;
  return key.startsWith('user:') ? about.user(name) : about.article(name);
}

function judgeKey(key: ToldKey, { least, most }: Range): Finding[] {
  const { committed, takenIn } = key;
  const name = nameKey(key);
  const wanted = Math.max(least, committed);
  const unwritten = committed - most;
  return [
    ...(takenIn < wanted ? [lost(wanted - takenIn, `${name}: ${takenIn} of ${wanted} events were taken in`)] : []),
    ...(takenIn > committed
      ? [invented(takenIn - committed, `${name}: ${takenIn} events were taken in, and ${committed} were committed`)]
      : []),
    ...(unwritten > 0 ? [invented(unwritten, `${name}: ${committed} events of at most ${most} writes`)] : []),
  ];
}

function judgeLaidAside(events: ToldEvents['laidAside']): Finding[] {
  return events.map(({ key, version, type, reason }) =>
    lost(1, `${key}/${version}, ${type}, was laid aside: ${reason.slice(0, 200)}`),
  );
}

function judgeNotices(expected: Expectation, { keys, laidAside, notifications }: Found): Finding[] {
  const byNotice = groupBy(notifications.filter(isThere), (row) => nameNotice(row, expected.marks));
  const asides = new Set(laidAside.map(({ key }) => key));
  const unsettled = keys.filter((key) => asides.has(key.key) || isBehind(key, expected)).map(nameKey);
  const names = new Set([...expected.notices.keys(), ...byNotice.keys()]);
  return [...names].flatMap((name) => {
    const { range = none, about: subject = '' } = expected.notices.get(name) ?? {};
    const told = byNotice.get(name)?.length ?? 0;
    // What is missing of such a key is counted already.
    return judgeNotice(name, { range, told, isCounted: unsettled.includes(subject) });
  });
}

const isThere = ({ kind, slug }: ToldNotification) => kind === 'follow' || slug !== null;
const isBehind = (key: ToldKey, { events }: Expectation) =>
  key.takenIn < Math.max(key.committed, events.get(nameKey(key))?.least ?? 0);

interface Count {
  range: Range;
  told: number;
  isCounted: boolean;
}

function judgeNotice(name: string, { range: { least, most }, told, isCounted }: Count): Finding[] {
  if (told < least) return isCounted ? [] : [lost(least - told, `${name} was told ${told} times of ${least}`)];
  if (told <= most) return [];
  if (most === 0) return [invented(told, `${name} was told, and never written`)];
  return [{ defect: 'twice', count: told - most, detail: `${name} was told ${told} times of ${most}` }];
}

const lost = (count: number, detail: string): Finding => ({ defect: 'lost', count, detail });
const invented = (count: number, detail: string): Finding => ({ defect: 'invented', count, detail });
