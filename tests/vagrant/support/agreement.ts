import type { Status } from '../../../scripts/status/collect-status.ts';

/** Whether all members are ONLINE, hold no transactions of their own, and hold the same ones. */
export function gtidSetsAgree({ members }: Status) {
  const sets = new Set(members.map(({ gtidExecuted }) => gtidExecuted));
  return sets.size === 1 && members.every(({ state, foreignGtids }) => state === 'ONLINE' && foreignGtids === '');
}
