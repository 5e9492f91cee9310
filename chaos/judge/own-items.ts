import type { Operation } from '../history.ts';
import type { Change, Changes } from './changes.ts';
import { groupBy } from './group-by.ts';
import { subjects } from './subjects.ts';

/** An article or comment of a client: what lists show, or do not. */
export interface OwnItem {
  client: number;
  mark: string;
  /** The article that a comment belongs to; nothing for articles. */
  slug: string | undefined;
  createdBeforeMs: number;
  /** From when it may be there, and from when it has to be. */
  beginMs: number;
  knownMs: number;
  /** Until when it has to be there, and from when it must not be. */
  untilMs: number;
  goneMs: number;
}

const never = Number.POSITIVE_INFINITY;

/** Everything that clients created, by client. */
export function collectOwnItems(operations: Operation[], changes: Changes): Map<number, OwnItem[]> {
  const items = operations.flatMap(({ client, wrote }) => {
    if (wrote?.type !== 'article' && wrote?.type !== 'comment') return [];
    const [, ...tries] = changes.get(subjects[wrote.type](wrote.mark)) ?? [];
    const slug = wrote.type === 'comment' ? wrote.slug : undefined;
    return [{ client, mark: wrote.mark, slug, ...findLifetime(tries) }];
  });
  return groupBy(items, ({ client }) => client);
}

function findLifetime(tries: Change[]) {
  const created = tries.find(({ value }) => value === true) as Change;
  const deletions = tries.filter(({ value, outcome }) => value === false && outcome !== 'fail');
  const deleted = deletions.find(({ outcome, sentMs }) => outcome === 'ok' && sentMs > created.lastEffectMs);
  return {
    createdBeforeMs: created.lastEffectMs,
    beginMs: created.outcome === 'fail' ? never : created.sentMs,
    knownMs: created.outcome === 'ok' ? created.endedMs : never,
    untilMs: Math.min(never, ...deletions.map(({ sentMs }) => sentMs)),
    goneMs: deleted?.endedMs ?? never,
  };
}

/**
 * Whether it tells anything that a list shows this item, or does not. Where only one was possible and is what the
 * list does, it tells nothing, and long runs have millions of those.
 */
export function isTelling(item: OwnItem, isShown: boolean, { sentMs, endedMs }: Pick<Operation, 'sentMs' | 'endedMs'>) {
  if (isShown) return item.knownMs >= sentMs || item.untilMs <= endedMs;
  return item.beginMs <= endedMs && item.goneMs >= sentMs;
}
