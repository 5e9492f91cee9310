import type { ClientRequest, FinalTables, Read, Run, Write } from '../../../../chaos/history.ts';
import { judge } from '../../../../chaos/judge/judge.ts';

/** A run in which nothing happened, with these changes. */
export function makeRun(changes: Partial<Run> = {}): Run {
  return {
    scenario: 'kill',
    variant: 'hardened',
    startedAt: '2026-11-21T06:00:00.000Z',
    seconds: 10,
    ratePerSecond: 100,
    machine: 'a test',
    versions: {},
    users: ['ann', 'ben', 'cem'],
    requests: [],
    faults: [],
    samples: [],
    finals: threeMembers(),
    ...changes,
  };
}

let lastId = 0;

type Timed = Partial<ClientRequest> & { atMs: number };

/** An request that was due and sent at once, and took ten milliseconds. */
export function request({ atMs, ...changes }: Timed): ClientRequest {
  lastId += 1;
  return {
    client: 0,
    id: lastId,
    route: 'tags',
    dueMs: atMs,
    sentMs: atMs,
    endedMs: atMs + 10,
    outcome: 'ok',
    status: 200,
    ...changes,
  };
}

/** A write at a moment. */
export const write = (atMs: number, wrote: Write, changes: Partial<ClientRequest> = {}) =>
  request({ atMs, route: 'article:create', wrote, ...changes });

/** A read at a moment. */
export const read = (atMs: number, found: Read, changes: Partial<ClientRequest> = {}) =>
  request({ atMs, route: 'article:read', read: found, ...changes });

/** The tables of a member. */
export function finalState(member: string, rows: Partial<FinalTables> = {}): FinalTables {
  return { member, gtids: '', checksums: {}, articles: [], comments: [], favorites: [], follows: [], ...rows };
}

/** Three members, each with the same tables. */
export const threeMembers = (rows: Partial<FinalTables> = {}) =>
  ['mysql-1', 'mysql-2', 'mysql-3'].map((name) => finalState(name, rows));

/** Three members, the second of which has something else. */
export const secondDiffers = (rows: Partial<FinalTables>, others: Partial<FinalTables> = {}) => [
  finalState('mysql-1', others),
  finalState('mysql-2', { ...others, ...rows }),
  finalState('mysql-3', others),
];

/** An article with what matters of it. */
export const article = (mark: string, changes: Partial<FinalTables['articles'][number]> = {}) => ({
  slug: mark,
  mark,
  description: mark,
  favoritesCount: 0,
  author: 'ann',
  ...changes,
});

/** A comment of the first user. */
export const comment = (mark: string, slug = 'a') => ({ slug, mark, author: 'ann' });

/** Which checkers object to a run. */
export function findObjections(changes: Partial<Run>) {
  return judge(makeRun({ requests: [request({ atMs: 0 })], ...changes }))
    .checks.filter(({ valid }) => !valid)
    .map(({ checker }) => checker);
}

/** The verdict of one checker. */
export function checkResultOf(checker: string, changes: Partial<Run>) {
  const found = judge(makeRun(changes)).checks.find((verdict) => verdict.checker === checker);
  if (!found) throw new Error(`No checker is called ${checker}`);
  return found;
}
