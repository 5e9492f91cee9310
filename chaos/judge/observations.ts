import type { Operation, Read, Run } from '../history.ts';
import type { Change, Changes } from './changes.ts';
import type { Look } from './explain.ts';
import { groupBy } from './group-by.ts';
import { readState, subjects } from './subjects.ts';

/** What a client found about something that it had written itself. */
export interface Observation extends Look {
  client: number;
  id: number;
  subject: string;
}

/** Own articles and comments of a client, as far as a list shows them. */
interface Own {
  mark: string;
  slug: string | undefined;
  change: Change;
}

/** A list is in the order of seconds, and hosts' clocks differ a little. */
const orderMs = 2_000;

/** Everything that clients found about their own writes. */
export function collectObservations({ operations, users }: Run, changes: Changes): Observation[] {
  const own = collectOwn(operations, changes);
  return operations.flatMap((operation) => {
    const { read, client, outcome } = operation;
    if (!read || outcome !== 'ok') return [];
    const looks = observe(read, { username: users[client] ?? `client ${client}`, own: own.get(client) ?? [] });
    return looks
      .filter(({ subject }) => changes.get(subject)?.[0]?.client === client)
      .map(({ subject, value }) => toObservation(operation, { subject, value }));
  });
}

function toObservation({ client, id, sentMs, endedMs }: Operation, found: Pick<Observation, 'subject' | 'value'>) {
  return { ...found, client, id, sentMs, endedMs };
}

function observe(read: Read, { username, own }: { username: string; own: Own[] }) {
  if (read.type === 'comments') return observeComments(read, own);
  if (read.type === 'articles') return observeArticles(read, own);
  return [readState(read, username)];
}

function observeComments({ slug, marks }: Extract<Read, { type: 'comments' }>, own: Own[]) {
  const shown = new Set(marks);
  return own
    .filter((each) => each.slug === slug)
    .map(({ mark }) => ({ subject: subjects.comment(mark), value: shown.has(mark) }));
}

// A list ends somewhere: what is missing counts only where something older is shown.
function observeArticles({ marks, complete }: Extract<Read, { type: 'articles' }>, own: Own[]) {
  const shown = new Set(marks);
  const articles = own.filter(({ slug }) => slug === undefined);
  const oldest = articles.filter(({ mark }) => shown.has(mark)).map(({ change }) => change.lastEffectMs);
  const reachedMs = complete ? Number.NEGATIVE_INFINITY : Math.min(Number.POSITIVE_INFINITY, ...oldest) + orderMs;
  return articles
    .filter(({ mark, change }) => shown.has(mark) || change.sentMs > reachedMs)
    .map(({ mark }) => ({ subject: subjects.article(mark), value: shown.has(mark) }));
}

function collectOwn(operations: Operation[], changes: Changes) {
  const own = operations.flatMap(({ client, wrote }) => {
    if (wrote?.type !== 'article' && wrote?.type !== 'comment') return [];
    const change = changes.get(subjects[wrote.type](wrote.mark))?.find(({ value }) => value) as Change;
    return [{ client, mark: wrote.mark, slug: wrote.type === 'comment' ? wrote.slug : undefined, change }];
  });
  return groupBy<number, Own & { client: number }>(own, ({ client }) => client);
}
