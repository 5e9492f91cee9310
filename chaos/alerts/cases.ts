import { UserError } from '../../scripts/messages/user-error.ts';
import type { AlertCase } from './alert-case.ts';
import { groupCases } from './group-cases.ts';
import { watchmanCases, wayCases } from './way-cases.ts';

/** Every case; those whose alerts end only minutes after the cure come last. */
export const alertCases: AlertCase[] = [
  ...watchmanCases,
  ...wayCases.slice(0, -1),
  ...groupCases,
  ...wayCases.slice(-1),
];

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
