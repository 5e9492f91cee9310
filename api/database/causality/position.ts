/**
 * One write that was acknowledged: the member it was made on, the GTID it got and when this process heard of it.
 * The numbers of one member's writes rise with the group's order, but a view change may give it another, lower block of them.
 */
export interface Mark {
  readonly member: string;
  readonly source: string;
  readonly number: number;
  readonly heardAtMs: number;
}

/** What a client has written: the newest mark of each member. */
export type Position = readonly Mark[];

/** Numbers closer than this come from one block (acknowledgements overtake each other); further apart, the later heard is newer. */
const sameBlockDistance = 256;

/** Says whether a member that has applied `applied` has also applied `wanted`, both written on the same member. */
export function covers(applied: Mark, wanted: Mark): boolean {
  const distance = applied.number - wanted.number;
  if (Math.abs(distance) <= sameBlockDistance) return distance >= 0;
  return applied.heardAtMs >= wanted.heardAtMs;
}

/** Adds a mark to a position. */
export function advance(position: Position, mark: Mark): Position {
  const known = position.find((one) => one.member === mark.member);
  if (known === undefined) return [...position, mark];
  if (known === mark || covers(known, mark)) return position;
  return position.map((one) => (one === known ? mark : one));
}

/** The position of a reader that has seen both. */
export function merge(one: Position, other: Position): Position {
  if (one.length === 0) return other;
  return other.reduce(advance, one);
}

/** The GTID set to wait for, as MySQL writes it. */
export function renderGtidSet(marks: Position): string {
  return marks.map((mark) => `${mark.source}:${mark.number}`).join(',');
}

const gtidPattern = /^([0-9a-f-]{36}):(?:\d+-)?(\d+)$/i;

/** Reads the GTID that an acknowledgement carried. */
export function parseMark(gtid: string, member: string, heardAtMs: number): Mark {
  const match = gtidPattern.exec(gtid);
  if (match === null) throw new Error(`Cannot read the GTID "${gtid}" that member ${member} gave a commit.`);
  return { member, source: match[1] as string, number: Number(match[2]), heardAtMs };
}
