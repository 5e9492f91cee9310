/** The known name that a mistyped one most probably means; nothing where none is near. */
export function findNearest(name: string, known: string[]): string | undefined {
  const byDistance = known.map((each) => ({ each, distance: countEdits(name, each) }));
  const near = byDistance.filter(({ each, distance }) => distance <= Math.max(1, Math.floor(each.length / 3)));
  const [nearest] = near.sort((one, other) => one.distance - other.distance);
  return nearest?.each ?? known.find((each) => name.length > 1 && each.startsWith(name));
}

/** How many letters have to be added, removed, changed or exchanged with the next one. */
function countEdits(from: string, to: string) {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const at = (line: number[], index: number) => line[index] ?? Number.POSITIVE_INFINITY;
      const isSame = from[row - 1] === to[column - 1];
      const isExchanged = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      next[column] = Math.min(
        at(last, column) + 1,
        at(next, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isExchanged ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, next];
  }
  return last[to.length] ?? from.length;
}
