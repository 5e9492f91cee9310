import type { FinalState } from '../history.ts';
import { subjects, type Value } from './subjects.ts';

/** What one member holds after the run. */
export interface FinalValues {
  member: string;
  /** How many rows there are for a subject that is there or is not. */
  counts: Map<string, number>;
  /** The text of a subject that has one. */
  texts: Map<string, string>;
}

/** A member's tables, by subject. */
export function readFinalState({ member, articles, comments, favorites, follows }: FinalState): FinalValues {
  const rows = [
    ...articles.map(({ mark }) => subjects.article(mark)),
    ...comments.map(({ mark }) => subjects.comment(mark)),
    ...favorites.map(({ username, slug }) => subjects.favorite(username, slug)),
    ...follows.map(({ follower, followed }) => subjects.follow(follower, followed)),
  ];
  const texts = new Map(articles.map(({ slug, description }) => [subjects.description(slug), description]));
  return { member, counts: countEach(rows), texts };
}

function countEach(rows: string[]) {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return counts;
}

/** The value of a subject on one member, of the kind that the beginning has. */
export function findFinalValue(
  { counts, texts }: FinalValues,
  { subject, beginning }: { subject: string; beginning: Value },
): Value {
  return typeof beginning === 'boolean' ? (counts.get(subject) ?? 0) > 0 : texts.get(subject);
}
