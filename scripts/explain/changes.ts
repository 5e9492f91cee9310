import { longestStepMs } from '../record/describe-lines.ts';
import { findMajorityView, findRoute } from './group-view.ts';
import type { Moment } from './moment.ts';

/** One thing that is different at a moment from what it was at the moment before. */
export interface Change {
  atMs: number;
  /** The host that it is about; empty for the group as a whole. */
  host: string;
  what: 'process' | 'seen' | 'route' | 'proxy' | 'web' | 'majority';
  from: string;
  to: string;
  /** HAProxy's words on its last check. */
  check?: string;
}

/** What has changed between two moments; nothing is concluded from moments that are too far apart. */
export function listChanges(before: Moment, now: Moment): Change[] {
  if (now.atMs - before.atMs > longestStepMs) return [];
  const facts = listFacts(before);
  return listFacts(now).flatMap(({ key, to, ...fact }) => {
    const from = facts.find((other) => other.key === key)?.to;
    return from === undefined || from === to ? [] : [{ ...fact, from, to, atMs: now.atMs }];
  });
}

type Fact = Omit<Change, 'atMs' | 'from'> & { key: string };

// What no source can tell at a moment, such as the routes of an HAProxy that is silent, is no fact of it.
function listFacts(moment: Moment): Fact[] {
  const fact = (host: string, what: Change['what'], to: string): Fact => ({ key: `${what} ${host}`, host, what, to });
  const view = findMajorityView(moment);
  const members = Object.keys(moment.members);
  return [
    ...Object.entries(moment.hosts).map(([host, state]) => fact(host, 'process', state)),
    fact('', 'majority', view ? 'yes' : 'no'),
    ...(view ? members.map((host) => fact(host, 'seen', view[host] ?? 'GONE')) : []),
    fact('', 'proxy', moment.proxy.answers ? 'answers' : 'silent'),
    ...Object.keys(moment.hosts).flatMap((host) => {
      const route = findRoute(moment, host);
      return route ? [{ ...fact(host, 'route', route.routed ? 'in' : 'out'), check: route.check }] : [];
    }),
    ...Object.entries(moment.webs ?? {}).map(([host, answers]) => fact(host, 'web', answers ? 'answers' : 'silent')),
  ];
}
