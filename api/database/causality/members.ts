import { advance, covers, type Position } from './position.ts';

/** What this process knows of one member, learned on its connections. */
export interface Member {
  readonly uuid: string;
  /** Its address as the group knows it, for people. */
  readonly name: string;
  /** The newest marks that it has certainly applied. */
  applied: Position;
  /** Until then other members are preferred. */
  avoidUntilMs: number;
}

/** The marks of a position that the member is not known to have applied. */
export function listMissing(member: Member, position: Position): Position {
  if (position.length === 0) return position;
  return position.filter((wanted) => !member.applied.some((applied) => covers(applied, wanted)));
}

/** Notes that a member has applied these marks. */
export function noteApplied(member: Member, marks: Position): void {
  member.applied = marks.reduce(advance, member.applied);
}

/** The member with this UUID, added where it is new. */
export function findOrAddMember(members: Map<string, Member>, uuid: string, name: string): Member {
  const known = members.get(uuid);
  if (known !== undefined) return known;
  const member: Member = { uuid, name, applied: [], avoidUntilMs: 0 };
  members.set(uuid, member);
  return member;
}
