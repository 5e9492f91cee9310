import { listMissing, type Member } from '../causality/members.ts';
import type { Position } from '../causality/position.ts';

/**
 * Which of the idle connections to take, as an index, or -1: one whose member has applied everything wanted, so that nothing has to be
 * waited for; else one whose member is not avoided; else the one that has been idle for longest.
 */
export function chooseConnection(idle: readonly { member: Member }[], wanted: Position, nowMs: number): number {
  const isUsable = ({ member }: { member: Member }) => member.avoidUntilMs <= nowMs;
  const trusted = idle.findIndex((each) => isUsable(each) && listMissing(each.member, wanted).length === 0);
  if (trusted !== -1) return trusted;
  const usable = idle.findIndex(isUsable);
  return usable === -1 && idle.length > 0 ? 0 : usable;
}
