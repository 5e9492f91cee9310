import { describeHostState, findMajorityView, findRoute, isMajorityLost } from './group-view.ts';
import type { Moment } from './moment.ts';

export interface LabHead {
  target: string;
  hosts: { name: string; role: string }[];
}

export interface Headline {
  tone: 'good' | 'warn' | 'bad';
  /** The state of the lab in a sentence. */
  text: string;
  /** What the lab does about it, or what a person can do. */
  next: string;
}

/** The state of the lab as a person would say it, at a moment whose short silences are held back. */
export function describeLab(moment: Moment, { hosts }: LabHead): Headline {
  const named = (role: string) => hosts.filter((host) => host.role === role).map(({ name }) => name);
  const about = { moment, members: named('mysql'), proxies: named('haproxy'), webs: named('web') };
  return (
    describeLostGroup(about) ??
    describeProxy(about) ??
    describeApi(about) ??
    describeMembers(about) ??
    describeWhole(about)
  );
}

interface About {
  moment: Moment;
  members: string[];
  proxies: string[];
  webs: string[];
}

function describeLostGroup({ moment, members }: About): Headline | undefined {
  if (findMajorityView(moment)) return undefined;
  if (!isMajorityLost(moment)) return lateAnswers;
  const answering = members.filter((name) => moment.members[name]?.answers);
  const down = members.filter((name) => isDown(moment, name));
  const text =
    answering.length === 0
      ? 'No member answers: nothing can be read or written'
      : `${count(answering.length, members.length)} members answer${answering.length === 1 ? 's' : ''}, and no majority can decide: requests wait, then get 503`;
  const next =
    down.length > 0
      ? `The group forms again when ${list(down)} ${down.length === 1 ? 'is' : 'are'} back: ${down.map((name) => howToMend(moment, name)).join(', ')}.`
      : 'The caretaker forms the group again, with every acknowledged write, as soon as all members answer.';
  return { tone: 'bad', text, next };
}

const lateAnswers: Headline = {
  tone: 'warn',
  text: 'The members answer the watcher late: what they do now is not known',
  next: 'A busy machine is the usual cause; clients may be served all the same.',
};

function describeProxy({ moment, proxies: [name = 'haproxy'] }: About): Headline | undefined {
  if (moment.proxy.answers) return undefined;
  const state = moment.hosts[name] ?? 'unknown';
  const text = `${name} ${state === 'running' ? 'does not answer' : sayState(state)}: the API reaches no member, and requests wait`;
  return { tone: 'bad', text, next: describeReturn(moment, name) };
}

function describeApi({ moment, webs }: About): Headline | undefined {
  const down = webs.filter((name) => describeHostState(moment, name) !== 'running');
  const [first] = down;
  if (first === undefined) return undefined;
  const isAll = down.length === webs.length;
  const text = `${list(down)} ${sayState(describeHostState(moment, first))}: ${isAll ? 'no API process answers clients' : 'the other API processes answer'}`;
  return { tone: isAll ? 'bad' : 'warn', text, next: describeReturn(moment, first) };
}

function describeMembers({ moment, members }: About): Headline | undefined {
  const states = members.map((name) => ({ name, state: seenState(moment, name) }));
  const away = states.filter(({ state }) => state !== 'ONLINE');
  if (away.length === 0) return undefined;
  const online = states.length - away.length;
  const text = `${count(online, states.length)} members ${are(online)} ONLINE; ${away.map(({ name, state }) => `${name} ${sayState(state)}`).join(', ')}`;
  const rest =
    online > 2 ? 'The lab can lose one more host.' : 'Requests are served; the lab can lose no other member now.';
  return { tone: 'warn', text, next: `${rest} ${away.map(({ name }) => describeReturn(moment, name)).join(' ')}` };
}

function describeWhole({ moment, members }: About): Headline {
  const text = `${count(members.length, members.length)} members are ONLINE`;
  const unrouted = members.filter((name) => findRoute(moment, name)?.routed === false);
  const [first] = unrouted;
  if (first === undefined) return { tone: 'good', text: `${text}; the lab can lose one more host`, next: '' };
  const check = findRoute(moment, first)?.check ?? '';
  const next = `HAProxy routes to a member after its checks have passed; the last one said: ${check}.`;
  return { tone: 'warn', text: `${text}; HAProxy does not route to ${list(unrouted)} yet`, next };
}

// What the majority says of a member comes first where the member itself has not noticed anything.
function seenState(moment: Moment, name: string) {
  const own = describeHostState(moment, name);
  if (own !== 'ONLINE') return own;
  return findMajorityView(moment)?.[name] ?? 'GONE';
}

const isDown = ({ hosts }: Moment, name: string) => hosts[name] === 'stopped' || hosts[name] === 'paused';

const saidStates: Record<string, string> = {
  stopped: 'is down',
  paused: 'is frozen',
  restarting: 'ended and is started again',
  orphaned: 'runs without its supervisor',
  silent: 'runs and does not answer',
  unknown: 'cannot be reached',
  RECOVERING: 'is back and catches up',
  UNREACHABLE: 'is not reached by the others',
  GONE: 'was removed from the group',
  OFFLINE: 'is outside of the group',
  ERROR: 'left the group with an error',
};

/** A state as the verb of a sentence, such as "is down". */
export const sayState = (state: string) => saidStates[state] ?? `is ${state}`;

function howToMend({ hosts }: Moment, name: string) {
  return hosts[name] === 'paused' ? `./lab resume ${name}` : `./lab start ${name}`;
}

function describeReturn(moment: Moment, name: string) {
  if (isDown(moment, name)) return `${name} stays away until: ${howToMend(moment, name)}`;
  const state = seenState(moment, name);
  if (state === 'silent') return `./lab logs ${name} says what it does.`;
  if (state === 'restarting') return `Its supervisor starts ${name} again.`;
  if (state === 'UNREACHABLE') return `The others go on without ${name} within some seconds.`;
  if (state === 'RECOVERING') return `${name} takes clients again when it has caught up.`;
  return `The lab lets ${name} back in by itself.`;
}

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

const count = (part: number, all: number) => `${words[part] ?? part} of ${(words[all] ?? String(all)).toLowerCase()}`;
const are = (number: number) => (number === 1 ? 'is' : 'are');

/** Names as a sentence lists them: a, b and c. */
export function list(names: string[]) {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
