/** How many colours for series the style sheet has: --series-0 and so on. */
const count = 14;

/**
 * The colour of each series, by its name: a host has the same one in every panel. Other names take those that the hosts
 * of the panel leave, in the order of the names.
 */
export function chooseColours(names: string[], hosts: string[]): Map<string, number> {
  const chosen = new Map<string, number>();
  for (const name of names) {
    const host = hosts.findIndex((each) => name === each || name.startsWith(`${each} `));
    if (host >= 0 && ![...chosen.values()].includes(host % count)) chosen.set(name, host % count);
  }
  let next = 0;
  for (const name of names.filter((each) => !chosen.has(each))) {
    const taken = new Set(chosen.values());
    while (taken.size < count && taken.has(next % count)) next += 1;
    chosen.set(name, next % count);
    next += 1;
  }
  return chosen;
}
