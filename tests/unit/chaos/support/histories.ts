import type { FinalState, Operation, Read, Run, Write } from '../../../../chaos/history.ts';
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
    operations: [],
    faults: [],
    samples: [],
    finals: threeMembers(),
    ...changes,
  };
}

let lastId = 0;

type Timed = Partial<Operation> & { atMs: number };

/** An operation that was due and sent at once, and took ten milliseconds. */
export function operation({ atMs, ...changes }: Timed): Operation {
  lastId += 1;
  return {
    client: 0,
    id: lastId,
    kind: 'tags',
    dueMs: atMs,
    sentMs: atMs,
    endedMs: atMs + 10,
    outcome: 'ok',
    status: 200,
    ...changes,
  };
}

/** A write at a moment. */
export const write = (atMs: number, wrote: Write, changes: Partial<Operation> = {}) =>
  operation({ atMs, kind: 'article:create', wrote, ...changes });

/** A read at a moment. */
export const read = (atMs: number, found: Read, changes: Partial<Operation> = {}) =>
  operation({ atMs, kind: 'article:read', read: found, ...changes });

/** The tables of a member. */
export function finalState(member: string, rows: Partial<FinalState> = {}): FinalState {
  return { member, gtids: '', checksums: {}, articles: [], comments: [], favorites: [], follows: [], ...rows };
}

/** Three members, each with the same tables. */
export const threeMembers = (rows: Partial<FinalState> = {}) =>
  ['mysql-1', 'mysql-2', 'mysql-3'].map((name) => finalState(name, rows));

/** Three members, the second of which has something else. */
export const secondDiffers = (rows: Partial<FinalState>, others: Partial<FinalState> = {}) => [
  finalState('mysql-1', others),
  finalState('mysql-2', { ...others, ...rows }),
  finalState('mysql-3', others),
];

/** An article with what matters of it. */
export const article = (mark: string, changes: Partial<FinalState['articles'][number]> = {}) => ({
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
  return judge(makeRun({ operations: [operation({ atMs: 0 })], ...changes }))
    .verdicts.filter(({ valid }) => !valid)
    .map(({ checker }) => checker);
}

/** The verdict of one checker. */
export function verdictOf(checker: string, changes: Partial<Run>) {
  const found = judge(makeRun(changes)).verdicts.find((verdict) => verdict.checker === checker);
  if (!found) throw new Error(`No checker is called ${checker}`);
  return found;
}
