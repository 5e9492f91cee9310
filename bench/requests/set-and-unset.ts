import type { Request, Viewer } from './request.ts';

/** 0, 1, 2 and so on. */
export const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

/** The item at a position of a list that begins again at its end. */
export const pick = <Item>(items: Item[], position: number) => items[position % items.length] as Item;

// With so many users for each item, a row is set again only after every member has applied that it was unset.
const usersPerItem = 10;

/** So many items are set before the first of them is unset: every member has then applied the first. */
export const setBeforeUnset = 5;

/** Requests that set a mark on each item and take it away again. No user marks the item at the user's own position. */
export function setAndUnset(items: string[], viewers: Viewer[], pathOf: (item: string) => string): Request[] {
  const marks = numbers(Math.min(usersPerItem, viewers.length - 1)).flatMap((user) =>
    items.map((item, position) => ({ path: pathOf(item), viewer: pick(viewers, position + user + 1) })),
  );
  const groups = numbers(Math.ceil(marks.length / setBeforeUnset));
  return groups
    .map((group) => marks.slice(group * setBeforeUnset, (group + 1) * setBeforeUnset))
    .flatMap((some) =>
      (['POST', 'DELETE'] as const).flatMap((method) => some.map((mark): Request => ({ method, ...mark }))),
    );
}
