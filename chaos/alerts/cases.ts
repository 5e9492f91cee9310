import { UserError } from '../../scripts/messages/user-error.ts';
import type { AlertCase } from './alert-case.ts';
import { cacheCases } from './cache-cases.ts';
import { eventCases } from './event-cases.ts';
import { groupCases } from './group-cases.ts';
import { lockCases } from './lock-cases.ts';
import { watchmanCases, wayCases } from './way-cases.ts';

const endsLate = (each: AlertCase) => Number(each.endsLate ?? false);

/** Every case; those whose alerts end late come last. */
export const alertCases = [
  ...watchmanCases,
  ...wayCases,
  ...groupCases,
  ...eventCases,
  ...cacheCases,
  ...lockCases,
].toSorted((a, b) => endsLate(a) - endsLate(b));

/** The cases that fire these alerts; all of them where none is named. */
export function chooseCases(names: string[]): AlertCase[] {
  const known = alertCases.flatMap(({ alerts }) => alerts);
  const strangers = names.filter((name) => !known.includes(name));
  if (strangers.length > 0) {
    throw new UserError(`There is no alert "${strangers.join('", "')}"`, { next: `name some of: ${known.join(', ')}` });
  }
  return names.length === 0
    ? alertCases
    : alertCases.filter(({ alerts }) => alerts.some((name) => names.includes(name)));
}
