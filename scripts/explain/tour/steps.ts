import { findMajorityView, findRoute, takesPart } from '../group-view.ts';
import { list } from '../headline.ts';
import type { Moment } from '../moment.ts';
import type { Goal, Seen, TourStep } from './tour.ts';

export interface TourLab {
  hosts: { name: string; role: string }[];
  /** Where the API's own page is. */
  apiUrl: string;
}

/** The seven steps, from an article to the death of all members. */
export function planTour({ hosts, apiUrl }: TourLab): TourStep[] {
  const members = hosts.filter(({ role }) => role === 'mysql').map(({ name }) => name);
  const [, victim = 'mysql-2', frozen = victim] = members;
  return [write(apiUrl), load, kill(victim), start(victim), freeze(frozen), judge, killAll(members)];
}

const write = (apiUrl: string): TourStep => ({
  title: 'Log in and write an article',
  todo: `Open ${apiUrl}, log in as demo@example.com with the password secret, and publish a new article.`,
  see: 'Each member applies one more transaction, though the API gave the article to only one of them.',
  why: 'HAProxy chose a member. That member sent the transaction to all others, and a majority agreed on its place before the API answered.',
  goals: [
    {
      text: 'The API has answered a write, and every member has one transaction more',
      isReached: ({ now, before, writes }) => writes > 0 && hasGrown(before, now),
    },
  ],
});

const load: TourStep = {
  title: 'Send a load',
  todo: 'Start a load of 60 requests a second. Its clients remember every write that was acknowledged.',
  see: 'Answers a second rise to 60, and nothing fails.',
  why: 'What happens to clients can only be counted while there are some: from here on every failed, lost, double or stale answer would be found.',
  goals: [
    {
      text: 'A hundred requests have been answered',
      ratePerSecond: 60,
      isReached: ({ load }) => load?.edge === 'begin' && (load.figures.requests ?? 0) >= 100,
    },
  ],
};

const kill = (host: string): TourStep => ({
  title: 'Kill a member',
  todo: `Kill ${host}: its process ends at once, as if its plug was pulled.`,
  see: `HAProxy routes nothing to ${host} after a fraction of a second. The others remove it after 5 to 7 s. No request fails.`,
  why: "HAProxy's check is refused at once. The group waits for some seconds, as a member may only be slow. The API repeats what was under way on another member, once it knows whether the first attempt was committed.",
  goals: [
    { text: `${host} is down`, commands: [['kill', host]], isReached: ({ now }) => now.hosts[host] === 'stopped' },
    { text: `HAProxy routes nothing to ${host}`, isReached: ({ now }) => findRoute(now, host)?.routed === false },
    { text: `The group goes on without ${host}`, isReached: ({ now }) => isRemoved(now, host) },
  ],
});

const start = (host: string): TourStep => ({
  title: 'Let it return',
  todo: `Start ${host} again.`,
  see: `${host} is RECOVERING, then ONLINE. Only then does HAProxy send clients to it.`,
  why: 'A member that lacks transactions would give old answers. It gets them from another member first, and says itself when it takes clients.',
  goals: [
    { text: `${host} runs`, commands: [['start', host]], isReached: ({ now }) => now.hosts[host] === 'running' },
    { text: `${host} is ONLINE and gets clients`, isReached: ({ now }) => takesPart(now, host) },
  ],
});

const freeze = (host: string): TourStep => ({
  title: 'Freeze a member',
  todo: `Freeze ${host}, look, and let it go on.`,
  see: `${host} keeps its connections and answers nothing. HAProxy needs a second or two to take it out.`,
  why: 'A dead process refuses connections, which is noticed at once. A frozen one can only be noticed by waiting: that is the harder fault, and the more frequent one.',
  goals: [
    { text: `${host} is frozen`, commands: [['pause', host]], isReached: ({ now }) => now.hosts[host] === 'paused' },
    { text: `HAProxy routes nothing to ${host}`, isReached: ({ now }) => findRoute(now, host)?.routed === false },
    {
      text: `${host} goes on, and gets clients`,
      commands: [['resume', host]],
      isReached: ({ now }) => takesPart(now, host),
    },
  ],
});

const judge: TourStep = {
  title: 'Judge it',
  todo: 'Stop the load.',
  see: 'The tables of every member are compared with all that clients were told. The verdict follows.',
  why: 'That no request failed does not say that nothing was lost. Each acknowledged write must be in every member, exactly once.',
  goals: [
    {
      text: 'There is a verdict',
      ratePerSecond: 0,
      isReached: ({ load }) => load?.verdict !== undefined,
    },
  ],
};

const killAll = (members: string[]): TourStep => ({
  title: 'Kill all at once',
  todo: `Kill ${list(members)}. Then start them.`,
  see: 'Nothing can be read or written. Requests wait, and get 503 after some seconds. When the members are back, they form the group again by themselves.',
  why: 'No member knows alone whether another one has more. So the lab waits for all, compares their transactions, and lets the group begin with every one of them: nothing that was acknowledged is lost.',
  goals: [
    {
      text: 'All members are down',
      commands: members.map((name) => ['kill', name]),
      isReached: ({ now }) => members.every((name) => now.hosts[name] === 'stopped'),
    },
    {
      text: 'All members run',
      commands: members.map((name) => ['start', name]),
      isReached: ({ now }) => members.every((name) => now.hosts[name] === 'running'),
    },
    returnOfAll(members),
  ],
});

const returnOfAll = (members: string[]): Goal => ({
  text: 'All are ONLINE, with every transaction that they had before',
  isReached: ({ now, mostTransactions }: Seen) =>
    members.every((name) => takesPart(now, name)) && isEqual(now, mostTransactions),
});

const isRemoved = (now: Moment, host: string) => findMajorityView(now)?.[host] === undefined && hasMajority(now);
const hasMajority = (now: Moment) => findMajorityView(now) !== undefined;

const countOf = ({ members }: Moment, name: string) => {
  const member = members[name];
  return member?.answers ? member.transactions : 0;
};

const hasGrown = (before: Moment, now: Moment) =>
  Object.keys(now.members).every((name) => countOf(now, name) > countOf(before, name));

// All members, and no fewer transactions than any had before.
function isEqual({ members }: Moment, least: number) {
  return Object.values(members).every((member) => member.answers && member.transactions >= least);
}
