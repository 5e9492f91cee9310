/** A notification that a stream may have sent: when it was told orders nothing, it only bounds what is looked at. */
export interface ToldRow {
  id: number;
  toldAt: Date;
}

/**
 * How far a stream has come. Notifications become visible neither in the order of their ids nor in that of their times, so it is
 * no cursor: what was told before `floorMs` counts as sent, and since then what is in `sent`, by id with its time.
 */
export interface StreamPosition {
  floorMs: number;
  sent: ReadonlyMap<number, number>;
}

/** What a client says that it has seen. */
export interface SeenPosition {
  floorMs: number;
  ids: ReadonlySet<number>;
}

/** A notification that becomes visible later than this after it was told is in the list, and in no stream. */
export const lookBackMs = 600_000;
/** As many ids as a position holds; of a user who is told more within the look-back, it goes back less far. */
export const mostIds = 200;

/** A position with these as sent. */
export function startPosition(floorMs: number, rows: ToldRow[]): StreamPosition {
  return advance({ floorMs, sent: new Map() }, rows);
}

/** The rows that a stream has not sent. */
export function findUnsent<Row extends ToldRow>({ floorMs, sent }: StreamPosition, rows: Row[]): Row[] {
  return rows.filter(({ id, toldAt }) => toldAt.getTime() >= floorMs && !sent.has(id));
}

/** The position after these were sent, too. */
export function advance({ floorMs, sent }: StreamPosition, rows: ToldRow[]): StreamPosition {
  const all = [...sent, ...rows.map(({ id, toldAt }): [number, number] => [id, toldAt.getTime()])];
  const newestFirst = all.toSorted((one, other) => other[1] - one[1]);
  const [newest] = newestFirst;
  if (!newest) return { floorMs, sent };
  const oldestKept = newestFirst.slice(0, mostIds).at(-1)?.[1] ?? 0;
  const isFull = newestFirst.length > mostIds;
  const floor = Math.max(floorMs, newest[1] - lookBackMs, isFull ? oldestKept : 0);
  // Of several told in one millisecond none may be left out.
  return { floorMs: floor, sent: new Map(newestFirst.filter(([, toldMs]) => toldMs >= floor)) };
}

/** A position as the id of a server-sent event. */
export const renderPosition = ({ floorMs, sent }: StreamPosition): string =>
  [floorMs, ...sent.keys()].map((number) => number.toString(36)).join('.');

/** Reads the same; undefined where it is none. */
export function parsePosition(text: string | undefined): SeenPosition | undefined {
  if (text === undefined || text.length > 4_096 || !/^[0-9a-z]{1,9}(\.[0-9a-z]{1,11})*$/.test(text)) return undefined;
  const [floorMs = 0, ...ids] = text.split('.').map((word) => Number.parseInt(word, 36));
  return { floorMs, ids: new Set(ids) };
}
