import type { ClientRequest, FinalTables, Run, Write } from '../../history.ts';
import { groupBy } from '../group-by.ts';
import { add, countAdded, none, once, type Range, rangeOf } from './range.ts';
import { about, notices } from './subjects.ts';

/** What the writes of a run must have been told, and can have been. */
export interface Expectation {
  /** Events by what they are about. */
  events: Map<string, Range>;
  /** Notifications by their words, and what their events are about. */
  notices: Map<string, { range: Range; about: string }>;
  /** Marks of acknowledged comments by their ids. */
  marks: Map<number, string>;
  /** When the write of a notice was sent and answered; only of writes that are told once. */
  times: Map<string, { sentMs: number; endedMs: number }>;
}

type Attempt<Type extends Write['type'] = Write['type']> = Pick<ClientRequest, 'sentMs' | 'endedMs' | 'outcome'> & {
  user: string;
  wrote: Extract<Write, { type: Type }>;
};

/** What is expected of the writes in a history; the members' tables settle articles and comments without an answer. */
export function expectTold({ requests, users, finals }: Pick<Run, 'requests' | 'users' | 'finals'>): Expectation {
  const attempts = collectAttempts(requests, users);
  const ofType = <Type extends Write['type']>(type: Type) =>
    attempts.filter((attempt): attempt is Attempt<Type> => attempt.wrote.type === type);
  const expected: Expectation = { events: new Map(), notices: new Map(), marks: new Map(), times: new Map() };
  const [first] = finals;
  const articles = ofType('article').map((attempt) => settleArticle(attempt, first));
  const authors = new Map(articles.map(({ wrote: { slug = '' }, user }) => [slug, user]));
  for (const user of users) expectEvents(expected, about.user(user), once);
  for (const { wrote, outcome } of articles) {
    if (wrote.slug !== undefined) expectEvents(expected, about.article(wrote.slug), rangeOf(outcome));
  }
  for (const { wrote, outcome } of ofType('description')) {
    expectEvents(expected, about.article(wrote.slug), rangeOf(outcome));
  }
  expectArticles(expected, { articles, deletions: ofType('article deleted'), follows: ofType('follow') });
  expectComments(expected, { comments: ofType('comment'), authors, first });
  expectFavorites(expected, { favorites: ofType('favorite'), authors });
  expectFollows(expected, ofType('follow'));
  return expected;
}

function collectAttempts(requests: ClientRequest[], users: string[]): Attempt[] {
  return requests
    .flatMap(({ wrote, client, sentMs, endedMs, outcome }) =>
      wrote ? [{ wrote, user: users[client] ?? `client ${client}`, sentMs, endedMs, outcome }] : [],
    )
    .toSorted((a, b) => a.sentMs - b.sentMs);
}

// Without an answer the slug is not known: the row has it, where the article was written.
function settleArticle(attempt: Attempt<'article'>, first: FinalTables | undefined): Attempt<'article'> {
  if (attempt.outcome !== 'unknown') return attempt;
  const row = first?.articles.find(({ mark }) => mark === attempt.wrote.mark);
  return row ? { ...attempt, outcome: 'ok', wrote: { ...attempt.wrote, slug: row.slug } } : attempt;
}

interface Articles {
  articles: Attempt<'article'>[];
  deletions: Attempt<'article deleted'>[];
  follows: Attempt<'follow'>[];
}

function expectArticles(expected: Expectation, { articles, deletions, follows }: Articles) {
  const deleted = new Map(deletions.map(({ wrote, outcome }) => [wrote.slug, rangeOf(outcome)]));
  const byPair = groupBy(follows, ({ user, wrote }) => `${user} ${wrote.username}`);
  for (const [, pair] of byPair) {
    const [{ user: follower, wrote }] = pair as [Attempt<'follow'>];
    for (const article of articles.filter(({ user }) => user === wrote.username)) {
      const { slug = '' } = article.wrote;
      const range = deleted.get(slug)?.least ? none : isFollowing(pair, article);
      const least = deleted.get(slug)?.most ? 0 : range.least;
      const notice = notices.article(slug, follower);
      expected.notices.set(notice, { about: about.article(slug), range: { ...range, least } });
    }
  }
}

// Who follows is asked when the event is taken in, some time after the article was written.
function isFollowing(pair: Attempt<'follow'>[], { sentMs, outcome }: Attempt<'article'>): Range {
  const before = pair.filter((follow) => follow.endedMs < sentMs && follow.outcome === 'ok').at(-1);
  const since = pair.filter((follow) => follow.outcome === 'unknown' || follow.endedMs >= sentMs);
  const doubtful = since.filter((follow) => follow.outcome !== 'fail');
  const isBefore = before?.wrote.there ?? false;
  const must = isBefore && !doubtful.some(({ wrote }) => !wrote.there);
  const can = isBefore || doubtful.some(({ wrote }) => wrote.there);
  return { least: must && outcome === 'ok' ? 1 : 0, most: can ? rangeOf(outcome).most : 0 };
}

interface Comments {
  comments: Attempt<'comment'>[];
  authors: Map<string, string>;
  first: FinalTables | undefined;
}

// A comment without an answer was not deleted, as its client does not know its id.
function expectComments(expected: Expectation, { comments, authors, first }: Comments) {
  const there = new Set(first?.comments.map(({ mark }) => mark));
  for (const { wrote, user, outcome, sentMs, endedMs } of comments) {
    const { mark, slug, commentId } = wrote;
    const range = outcome === 'unknown' && first ? rangeOf(there.has(mark) ? 'ok' : 'fail') : rangeOf(outcome);
    const author = authors.get(slug) ?? '';
    expectEvents(expected, about.article(slug), range);
    const notice = notices.comment(mark, author);
    expected.notices.set(notice, { about: about.article(slug), range: author === user ? none : range });
    if (outcome === 'ok') expected.times.set(notice, { sentMs, endedMs });
    if (commentId !== undefined) expected.marks.set(commentId, mark);
  }
}

interface Favorites {
  favorites: Attempt<'favorite'>[];
  authors: Map<string, string>;
}

function expectFavorites(expected: Expectation, { favorites, authors }: Favorites) {
  for (const group of groupBy(favorites, ({ user, wrote }) => `${user} ${wrote.slug}`).values()) {
    const [{ user, wrote }] = group as [Attempt<'favorite'>];
    const range = countAdded(group.map(({ wrote: { there }, outcome }) => ({ there, outcome })));
    const author = authors.get(wrote.slug) ?? '';
    expectEvents(expected, about.article(wrote.slug), range);
    const notice = notices.favorite(user, wrote.slug, author);
    expected.notices.set(notice, { about: about.article(wrote.slug), range: author === user ? none : range });
  }
}

function expectFollows(expected: Expectation, follows: Attempt<'follow'>[]) {
  for (const group of groupBy(follows, ({ user, wrote }) => `${user} ${wrote.username}`).values()) {
    const [{ user, wrote }] = group as [Attempt<'follow'>];
    const range = countAdded(group.map(({ wrote: { there }, outcome }) => ({ there, outcome })));
    expectEvents(expected, about.user(wrote.username), range);
    expected.notices.set(notices.follow(user, wrote.username), { about: about.user(wrote.username), range });
  }
}

function expectEvents({ events }: Expectation, name: string, range: Range) {
  events.set(name, add(events.get(name) ?? none, range));
}
