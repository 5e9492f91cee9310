/** Items by key, in their order (Map.groupBy, which Node 20 lacks). */
export function groupBy<Key, Item>(items: Item[], keyOf: (item: Item) => Key) {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
