import type { Moment } from '../../scripts/explain/moment.ts';
import { sliceMoments } from './slice-moments.ts';

/** What the API answered a second, shortly before a moment. */
export function findRate(moments: Moment[], atMs: number) {
  const counted = sliceMoments(moments, atMs - 2_500, atMs).flatMap(({ api }) => (api ? [api] : []));
  const seconds = counted.reduce((sum, api) => sum + api.seconds, 0) || 1;
  const answers = counted.reduce((sum, { done, failed }) => sum + done + failed, 0);
  const perSecond = (what: 'failed' | 'retried' | 'writes') =>
    counted.reduce((sum, api) => sum + api[what], 0) / seconds;
  return {
    answersPerSecond: answers / seconds,
    failedPerSecond: perSecond('failed'),
    retriedPerSecond: perSecond('retried'),
    writesPerSecond: perSecond('writes'),
    p99Ms: counted.at(-1)?.p99Ms,
  };
}

/** How many transactions a member applied a second, shortly before a moment. */
export const findTransactions = (moments: Moment[], name: string, atMs: number) =>
  findPerSecond(moments, atMs, ({ members: { [name]: member } }) =>
    member?.answers ? member.transactions : undefined,
  );

/** How much a count rose a second, shortly before a moment; one that fell began anew. */
export function findPerSecond(moments: Moment[], atMs: number, read: (moment: Moment) => number | undefined) {
  const counts = sliceMoments(moments, atMs - 2_500, atMs).flatMap((moment) => {
    const count = read(moment);
    return count === undefined ? [] : [{ atMs: moment.atMs, count }];
  });
  const [first, last] = [counts[0], counts.at(-1)];
  if (!first || !last || last.atMs === first.atMs) return 0;
  return Math.max(0, ((last.count - first.count) * 1_000) / (last.atMs - first.atMs));
}
