import type { Request } from './cases.ts';
import type { Viewer, World } from './world.ts';

/** 0, 1, 2 and so on. */
export const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

/** The same number of things from each list, however long it is. */
export const pick = <Thing>(things: Thing[], place: number) => things[place % things.length] as Thing;

/** Things times people: enough of them that a row is written anew only after every member has what was written before. */
const rounds = 10;

/** So many things are done before the first of them is undone: by then all members have heard of it, and there is something to undo. */
export const doneFirst = 5;

/** Does something to each thing and takes it back; viewers and authors are the same people, and nobody is asked for themselves. */
export function doAndUndo(things: string[], viewers: Viewer[], pathOf: (thing: string) => string): Request[] {
  const pairs = numbers(Math.min(rounds, viewers.length - 1)).flatMap((round) =>
    things.map((thing, place) => ({ path: pathOf(thing), viewer: pick(viewers, place + round + 1) })),
  );
  const stretches = numbers(Math.ceil(pairs.length / doneFirst));
  return stretches
    .map((stretch) => pairs.slice(stretch * doneFirst, (stretch + 1) * doneFirst))
    .flatMap((some) =>
      (['POST', 'DELETE'] as const).flatMap((method) => some.map((pair): Request => ({ method, ...pair }))),
    );
}

/** What viewers have made since the world was looked at. */
export const isRecent = ({ viewers, sinceMs }: World) =>
  `IN (${viewers.map(({ id }) => id).join()}) AND created_at_ms >= FROM_UNIXTIME(${sinceMs / 1000})`;
