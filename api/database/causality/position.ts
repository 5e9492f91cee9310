/**
 * One write that was acknowledged: the member it was made on, the GTID it got, and when this process sent it and heard of it.
 * The numbers of one member's writes rise with the group's order, but a view change may give it another, lower block of them.
 */
export interface Mark {
  readonly member: string;
  readonly source: string;
  readonly number: number;
  readonly sentAtMs: number;
  readonly heardAtMs: number;
}

/** What a client has written: of each member the newest mark, or several whose order is not certain. */
export type Position = readonly Mark[];

/** Numbers closer than this come from one block. Of two blocks a write is certainly later if it was sent after the other's answer. */
const sameBlockDistance = 256;

/** Says whether a member that has applied `applied` has certainly also applied `wanted`. */
export function covers(applied: Mark, wanted: Mark): boolean {
  if (applied.member !== wanted.member) return false;
  const distance = applied.number - wanted.number;
  if (Math.abs(distance) <= sameBlockDistance) return distance >= 0;
  return applied.sentAtMs > wanted.heardAtMs;
}

/** Adds a mark to a position, in place of those that it covers. */
export function advance(position: Position, mark: Mark): Position {
  if (position.some((known) => covers(known, mark))) return position;
  return [...position.filter((known) => !covers(mark, known)), mark];
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
export function parseMark(gtid: string, acknowledgement: Omit<Mark, 'source' | 'number'>): Mark {
  const match = gtidPattern.exec(gtid);
  if (match === null) throw new Error(`Cannot read the GTID "${gtid}" of member ${acknowledgement.member}.`);
  return { ...acknowledgement, source: match[1] as string, number: Number(match[2]) };
}

/** Says whether who has seen `position` has certainly seen all of `wanted`. */
export function includes(position: Position, wanted: Position): boolean {
  return wanted.every((mark) => position.some((known) => covers(known, mark)));
}

/** A mark as a list of its parts, to be written as JSON. */
export type MarkTuple = [member: string, source: string, number: number, heardAtMs: number, sentAtMs: number];

export const toTuple = ({ member, source, number, sentAtMs, heardAtMs }: Mark): MarkTuple => {
  return [member, source, number, heardAtMs, sentAtMs];
};
export const fromTuple = ([member, source, number, heardAtMs, sentAtMs]: MarkTuple): Mark => {
  return { member, source, number, sentAtMs, heardAtMs };
};
