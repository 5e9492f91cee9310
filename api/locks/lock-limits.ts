import type { Holding } from './lock-words.ts';

/** Locks that one user may hold at a time, and all users together. */
const mostOfUser = 5;
const mostOfAll = 100;

/** Why the locks that are held leave no room for one more of this owner; where that has its token already, only lower ones count. */
export function findExcess(
  held: Pick<Holding, 'owner' | 'token'>[],
  { owner, token = Number.POSITIVE_INFINITY }: { owner: string; token?: number | undefined },
): string | undefined {
  const before = held.filter((lock) => lock.token < token);
  const own = before.filter((lock) => lock.owner === owner).length;
  if (own >= mostOfUser) return `You hold ${own} locks, and may hold ${mostOfUser}.`;
  if (before.length >= mostOfAll) return `Users hold ${before.length} locks; no more are granted.`;
  return undefined;
}
