/**
 * Transactions by source: a UUID, with its tag if it has one, and ascending intervals of numbers
 * that do not touch.
 */
export type GtidSet = ReadonlyMap<string, readonly Interval[]>;

type Interval = readonly [first: number, last: number];

const part = /^(\d+)(?:-(\d+))?$/;

/** Reads MySQL's notation, such as `uuid:1-5:8,uuid:tag:1-3`. */
export function parseGtidSet(text: string): GtidSet {
  const set = new Map<string, Interval[]>();
  for (const piece of text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)) {
    let [uuid = '', ...rest] = piece.split(':');
    let source = uuid.toLowerCase();
    uuid = source;
    for (const each of rest.map((item) => item.trim())) {
      const match = part.exec(each);
      if (match) set.set(source, [...(set.get(source) ?? []), [Number(match[1]), Number(match[2] ?? match[1])]]);
      else source = `${uuid}:${each.toLowerCase()}`;
    }
  }
  return new Map([...set].map(([source, intervals]) => [source, mergeIntervals(intervals)]));
}

/** Writes a set as MySQL does. */
export function renderGtidSet(set: GtidSet) {
  return [...set]
    .map(([source, intervals]) => [source, ...intervals.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`))].join(':'))
    .join(',');
}

/** All transactions of all sets. */
export function uniteGtidSets(...sets: GtidSet[]): GtidSet {
  const union = new Map<string, readonly Interval[]>();
  for (const [source, intervals] of sets.flatMap((set) => [...set])) {
    union.set(source, mergeIntervals([...(union.get(source) ?? []), ...intervals]));
  }
  return union;
}

/** What `from` has and `without` has not. */
export function subtractGtidSets(from: GtidSet, without: GtidSet): GtidSet {
  const left = [...from].map(([source, intervals]) => {
    const holes = without.get(source) ?? [];
    return [source, intervals.flatMap((interval) => cutOut(interval, holes))] as const;
  });
  return new Map(left.filter(([, intervals]) => intervals.length > 0));
}

/** What both have. */
export function intersectGtidSets(a: GtidSet, b: GtidSet) {
  return subtractGtidSets(a, subtractGtidSets(a, b));
}

/** How many transactions a set holds. */
export function countGtids(set: GtidSet) {
  return [...set.values()].flat().reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** The transactions with another UUID than the group's: they never went through the group. */
export function findForeignGtids(set: GtidSet, groupUuid: string): GtidSet {
  const own = groupUuid.toLowerCase();
  return new Map([...set].filter(([source]) => source.split(':')[0] !== own));
}

function mergeIntervals(intervals: readonly Interval[]) {
  const merged: [number, number][] = [];
  for (const [first, last] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const previous = merged.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

function cutOut(interval: Interval, holes: readonly Interval[]): Interval[] {
  let pieces: Interval[] = [interval];
  for (const [from, to] of holes) {
    pieces = pieces.flatMap(([first, last]): Interval[] => {
      if (to < first || from > last) return [[first, last]];
      const around: Interval[] = [
        [first, from - 1],
        [to + 1, last],
      ];
      return around.filter(([a, b]) => a <= b);
    });
  }
  return pieces;
}
