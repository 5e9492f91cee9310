import { longestStepMs } from '../record/describe-lines.ts';
import { findMajorityView, findRoute, isMajorityLost } from './group-view.ts';
import type { Moment } from './moment.ts';

/** One thing that is different at a moment from what was known of it before. */
export interface Change {
  atMs: number;
  /** When the old state was seen last; the change happened between then and `atMs`. */
  sinceMs: number;
  /** The host that it is about; empty for the group as a whole. */
  host: string;
  what: 'process' | 'seen' | 'route' | 'proxy' | 'web' | 'majority';
  from: string;
  to: string;
  /** HAProxy's words on its last check. */
  check?: string;
}

/** Whether nothing was known for so long that the change may have happened much earlier than it was seen. */
export const isLate = ({ atMs, sinceMs }: Change) => atMs - sinceMs > longestStepMs;

/** Tells what each moment changes of what is known of the lab. */
export function createChangeReader() {
  const known = new Map<string, { to: string; atMs: number }>();
  const read = (now: Moment): Change[] => {
    const changes = compare(now);
    // A group that forms anew has not agreed to anything about those that are not in it yet.
    if (changes.some(({ what, to }) => what === 'majority' && to === 'no'))
      for (const key of known.keys()) if (key.startsWith('seen ')) known.delete(key);
    return changes;
  };
  const compare = (now: Moment): Change[] =>
    listFacts(now).flatMap(({ key, ...fact }) => {
      const before = known.get(key);
      known.set(key, { to: fact.to, atMs: now.atMs });
      if (before === undefined || before.to === fact.to) return [];
      return [{ ...fact, from: before.to, sinceMs: before.atMs, atMs: now.atMs }];
    });
  return { read, forget: () => known.clear() };
}

type Fact = Omit<Change, 'atMs' | 'sinceMs' | 'from'> & { key: string };

// What no source can tell at a moment, such as the routes of an HAProxy that is silent, is no fact of it.
function listFacts(moment: Moment): Fact[] {
  const fact = (host: string, what: Change['what'], to: string): Fact => ({ key: `${what} ${host}`, host, what, to });
  const view = findMajorityView(moment);
  const members = Object.keys(moment.members);
  return [
    ...Object.entries(moment.hosts).map(([host, state]) => fact(host, 'process', state)),
    ...(view || isMajorityLost(moment) ? [fact('', 'majority', view ? 'yes' : 'no')] : []),
    ...(view ? members.map((host) => fact(host, 'seen', view[host] ?? 'GONE')) : []),
    fact('', 'proxy', moment.proxy.answers ? 'answers' : 'silent'),
    ...Object.keys(moment.hosts).flatMap((host) => {
      const route = findRoute(moment, host);
      return route ? [{ ...fact(host, 'route', route.routed ? 'in' : 'out'), check: route.check }] : [];
    }),
    ...Object.entries(moment.webs ?? {}).map(([host, answers]) => fact(host, 'web', answers ? 'answers' : 'silent')),
  ];
}
