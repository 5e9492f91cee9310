import { listMissing, type Member } from '../causality/members.ts';
import type { Position } from '../causality/position.ts';

/** What the choice looks at. */
export interface Candidate {
  readonly member: Member;
}

/**
 * Which of the idle connections to take, as an index, or -1: one whose member has applied everything wanted, so that nothing has to be
 * waited for; else one whose member is not avoided; else the one that has been idle for longest.
 */
export function chooseConnection(idle: readonly Candidate[], wanted: Position, nowMs: number): number {
  if (idle.length === 0) return -1;
  const trusted = idle.findIndex(
    ({ member }) => member.avoidUntilMs <= nowMs && listMissing(member, wanted).length === 0,
  );
  if (trusted !== -1) return trusted;
  const usable = idle.findIndex(({ member }) => member.avoidUntilMs <= nowMs);
  return usable === -1 ? 0 : usable;
}
