import type { Operation, Read, Run } from '../history.ts';
import type { Changes } from './changes.ts';
import type { Look } from './explain.ts';
import { collectOwnItems, isTelling, type OwnItem } from './own-items.ts';
import { readState, subjects } from './subjects.ts';

/** What a client found about something that it had written itself. */
export interface Observation extends Look {
  client: number;
  id: number;
  subject: string;
}

/** A list is in the order of seconds, and hosts' clocks differ a little. */
const orderMs = 2_000;

/** What clients found about their own writes, as far as it could have been something else. */
export function collectObservations({ operations, users }: Run, changes: Changes): Observation[] {
  const own = collectOwnItems(operations, changes);
  return operations.flatMap((operation) => {
    const { read, client, outcome, id, sentMs, endedMs } = operation;
    if (!read || outcome !== 'ok') return [];
    const username = users[client] ?? `client ${client}`;
    const looks = observe(read, { operation, username, items: own.get(client) ?? [] });
    return looks
      .filter(({ subject }) => changes.get(subject)?.[0]?.client === client)
      .map(({ subject, value }) => ({ subject, value, client, id, sentMs, endedMs }));
  });
}

interface Observer {
  operation: Operation;
  username: string;
  items: OwnItem[];
}

function observe(read: Read, observer: Observer) {
  if (read.type === 'comments') return observeComments(read, observer);
  if (read.type === 'articles') return observeArticles(read, observer);
  return [readState(read, observer.username)];
}

function observeComments({ slug, marks }: Extract<Read, { type: 'comments' }>, { items, operation }: Observer) {
  const shown = new Set(marks);
  return items
    .filter((item) => item.slug === slug && isTelling(item, shown.has(item.mark), operation))
    .map(({ mark }) => ({ subject: subjects.comment(mark), value: shown.has(mark) }));
}

// A list ends somewhere: what is missing counts only where something older is shown.
function observeArticles({ marks, complete }: Extract<Read, { type: 'articles' }>, { items, operation }: Observer) {
  const shown = new Set(marks);
  const articles = items.filter(({ slug }) => slug === undefined);
  const ages = articles.filter(({ mark }) => shown.has(mark)).map(({ createdBeforeMs }) => createdBeforeMs);
  const reachedMs = complete ? Number.NEGATIVE_INFINITY : Math.min(Number.POSITIVE_INFINITY, ...ages) + orderMs;
  return articles
    .filter(({ mark, beginMs }) => shown.has(mark) || beginMs > reachedMs)
    .filter((item) => isTelling(item, shown.has(item.mark), operation))
    .map(({ mark }) => ({ subject: subjects.article(mark), value: shown.has(mark) }));
}
