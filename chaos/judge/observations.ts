import type { ClientRequest, Read, Run } from '../history.ts';
import type { Change, Changes } from './changes.ts';
import { groupBy } from './group-by.ts';
import type { ReadValue } from './possible-changes.ts';
import { readState, subjects } from './subjects.ts';

/** What a client found about something that it had written itself. */
export interface Observation extends ReadValue {
  client: number;
  id: number;
  subject: string;
  /** The request had no token, so that a cache may have answered it. */
  isAnonymous: boolean;
}

// Lists are ordered by whole seconds, and the hosts' clocks differ a little.
const orderMs = 2_000;

/** What clients found of their own writes, where that is evidence. */
export function collectObservations({ requests, users }: Run, changes: Changes): Observation[] {
  const own = collectOwnItems(requests, changes);
  return requests.flatMap((request) => {
    const { read, client, outcome, id, endedMs } = request;
    if (!read || outcome !== 'ok') return [];
    const username = users[client] ?? `client ${client}`;
    // A cache may show the state of a moment before the request was sent, as old as it promises at most.
    const sentMs = request.sentMs - (request.mayBeOldMs ?? 0);
    const isAnonymous = request.mayBeOldMs !== undefined;
    const found = observe(read, { request: { sentMs, endedMs }, username, items: own.get(client) ?? [] });
    return found
      .filter(({ subject }) => changes.get(subject)?.[0]?.client === client)
      .map(({ subject, value }) => ({ subject, value, client, id, sentMs, endedMs, isAnonymous }));
  });
}

interface Observer {
  request: Pick<ClientRequest, 'sentMs' | 'endedMs'>;
  username: string;
  items: OwnItem[];
}

function observe(read: Read, observer: Observer) {
  if (read.type === 'comments') return observeComments(read, observer);
  if (read.type === 'articles') return observeArticles(read, observer);
  return [readState(read, observer.username)];
}

function observeComments({ slug, marks }: Extract<Read, { type: 'comments' }>, { items, request }: Observer) {
  const shown = new Set(marks);
  return items
    .filter((item) => item.slug === slug && isEvidence(item, shown.has(item.mark), request))
    .map(({ mark }) => ({ subject: subjects.comment(mark), value: shown.has(mark) }));
}

// A list has a limit: a missing article counts only if an older one is shown.
function observeArticles({ marks, complete }: Extract<Read, { type: 'articles' }>, { items, request }: Observer) {
  const shown = new Set(marks);
  const articles = items.filter(({ slug }) => slug === undefined);
  const ages = articles.filter(({ mark }) => shown.has(mark)).map(({ createdBeforeMs }) => createdBeforeMs);
  const reachedMs = complete ? Number.NEGATIVE_INFINITY : Math.min(Number.POSITIVE_INFINITY, ...ages) + orderMs;
  return articles
    .filter(({ mark, beginMs }) => shown.has(mark) || beginMs > reachedMs)
    .filter((item) => isEvidence(item, shown.has(item.mark), request))
    .map(({ mark }) => ({ subject: subjects.article(mark), value: shown.has(mark) }));
}

/** An article or comment of a client, which a list shows or does not. */
interface OwnItem {
  client: number;
  mark: string;
  /** The article of a comment; undefined for articles. */
  slug: string | undefined;
  createdBeforeMs: number;
  /** From when a list may show it, and from when a list must. */
  beginMs: number;
  knownMs: number;
  /** Until when a list must show it, and from when a list must not. */
  untilMs: number;
  goneMs: number;
}

const never = Number.POSITIVE_INFINITY;

// Everything that clients created, by client.
function collectOwnItems(requests: ClientRequest[], changes: Changes): Map<number, OwnItem[]> {
  const items = requests.flatMap(({ client, wrote }) => {
    if (wrote?.type !== 'article' && wrote?.type !== 'comment') return [];
    const [, ...attempts] = changes.get(subjects[wrote.type](wrote.mark)) ?? [];
    const slug = wrote.type === 'comment' ? wrote.slug : undefined;
    return [{ client, mark: wrote.mark, slug, ...findLifetime(attempts) }];
  });
  return groupBy(items, ({ client }) => client);
}

function findLifetime(attempts: Change[]) {
  const created = attempts.find(({ value }) => value === true) as Change;
  const deletions = attempts.filter(({ value, outcome }) => value === false && outcome !== 'fail');
  const deleted = deletions.find(({ outcome, sentMs }) => outcome === 'ok' && sentMs > created.lastEffectMs);
  return {
    createdBeforeMs: created.lastEffectMs,
    beginMs: created.outcome === 'fail' ? never : created.sentMs,
    knownMs: created.outcome === 'ok' ? created.endedMs : never,
    untilMs: Math.min(never, ...deletions.map(({ sentMs }) => sentMs)),
    goneMs: deleted?.endedMs ?? never,
  };
}

// Whether seeing this item, or missing it, can prove anything. Mostly the list shows what it must, which proves
// nothing; long runs have millions of those.
function isEvidence(item: OwnItem, isShown: boolean, { sentMs, endedMs }: Pick<ClientRequest, 'sentMs' | 'endedMs'>) {
  if (isShown) return item.knownMs >= sentMs || item.untilMs <= endedMs;
  return item.beginMs <= endedMs && item.goneMs >= sentMs;
}
