import type { FinalTables } from '../history.ts';
import { subjects, type Value } from './subjects.ts';

/** What one member holds after the run. */
export interface FinalValues {
  member: string;
  /** The number of rows of each subject that exists or does not. */
  counts: Map<string, number>;
  /** The text of each subject that has one. */
  texts: Map<string, string>;
}

/** A member's tables, by subject. */
export function toFinalValues({ member, articles, comments, favorites, follows }: FinalTables): FinalValues {
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

/** The value of a subject on one member, of the same type as the initial value. */
export function findFinalValue(
  { counts, texts }: FinalValues,
  { subject, initialValue }: { subject: string; initialValue: Value },
): Value {
  return typeof initialValue === 'boolean' ? (counts.get(subject) ?? 0) > 0 : texts.get(subject);
}
