import type { Host } from '../scripts/settings/lab-file.ts';
import type { Roles } from './find-roles.ts';

/** The hosts in the order in which they start: those of one group may start together, each after those of the former. */
export function groupByStart(hosts: Host[], roles: Roles): Host[][] {
  const groups: Host[][] = [];
  for (let rest = hosts; rest.length > 0; ) {
    const waiting = new Set(rest.map((host) => roles.of(host).name));
    const next = rest.filter((host) => !roles.of(host).startsAfter.some((role) => waiting.has(role)));
    if (next.length === 0) throw new Error(`These roles start after one another: ${[...waiting].join(', ')}`);
    groups.push(next);
    rest = rest.filter((host) => !next.includes(host));
  }
  return groups;
}
