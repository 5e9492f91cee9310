import type { ActionLine, LogLine } from '../record/lines.ts';
import { type Change, isLate } from './changes.ts';
import { isSilence } from './silences.ts';
import { renderSeconds, type Sentence } from './story.ts';

/** The last thing that was done to a host, or that it did: other sentences count their seconds from there. */
export interface Cause {
  atMs: number;
  /** Such as "it was killed". */
  words: string;
}

const endedByItself = 'it ended';

const deeds: Record<string, { done: string; tone: 'cause' | 'good' | 'plain' }> = {
  kill: { done: 'killed', tone: 'cause' },
  stop: { done: 'stopped', tone: 'cause' },
  pause: { done: 'froze', tone: 'cause' },
  poweroff: { done: 'powered off', tone: 'cause' },
  partition: { done: 'cut off', tone: 'cause' },
  slow: { done: 'slowed down', tone: 'cause' },
  start: { done: 'started', tone: 'good' },
  resume: { done: 'woke', tone: 'good' },
  heal: { done: 'reconnected', tone: 'good' },
  'switch on': { done: 'switched on', tone: 'good' },
  reload: { done: 'reloaded', tone: 'plain' },
};

const passive: Record<string, string> = { froze: 'frozen', woke: 'woken' };

/** Whether an action begins a story; one that brings a host back only continues one. */
export const isWorthAStory = ({ action }: Pick<ActionLine, 'action'>) => deeds[action]?.tone !== 'good';

/** A program that gives commands, at the beginning of a sentence. */
export const nameActor = (by: string) => (by === 'chaos' ? 'The chaos run' : `The ${by}`);

/** What was done to a host, and by which program. */
export function describeDeed(line: ActionLine, since?: Cause): { sentence: Sentence; cause: Cause } {
  const { atMs, host, action, by } = line;
  const [, word = action, rest = ''] = /^(partition|slow)( .+)$/.exec(action) ?? [];
  const deed = deeds[word];
  const tone = deed?.tone ?? 'cause';
  const after = since ? ` ${renderSeconds(atMs - since.atMs)} after ${since.words}` : '';
  const actor = nameActor(by);
  const done = deed ? `${actor} ${deed.done} ${host}${rest}` : `${actor} did to ${host}: ${action}`;
  const words = deed ? `it was ${passive[deed.done] ?? deed.done}` : `${action} was done to it`;
  return { sentence: { atMs, host, tone, text: `${done}${after}.` }, cause: { atMs, words } };
}

/** A deed that failed. */
export function describeFailure({ atMs, host, action, problem = '' }: ActionLine): Sentence {
  return { atMs, host, tone: 'bad', text: `${action} ${host} failed: ${problem}`, evidence: problem };
}

/** A program that ended though no command ended it, as its supervisor says; `since` is what happened to it before. */
export function describeOwnEnd({ atMs, host, text }: LogLine, since?: Cause): { sentence: Sentence; cause: Cause } {
  const [, code = '?', pause = '?'] = /ended with (\d+), is wanted, starts again in (\d+) s/.exec(text) ?? [];
  const ended = `${host} ended by itself (code ${code})`;
  const why = since ? `, ${renderSeconds(atMs - since.atMs)} after ${since.words}` : ': no command of the lab did that';
  const told = `${ended}${why}. Its supervisor starts it again ${pause === '0' ? 'at once' : `in ${pause} s`}.`;
  const tone = since ? 'plain' : 'cause';
  const sentence = { atMs, host, tone, text: told, evidence: text, docs: 'recovery' } as const;
  return { sentence, cause: { atMs, words: endedByItself } };
}

/** What a line of a log adds to a story; undefined for most lines, which are evidence alone. */
export function describeMark({ atMs, host, source, mark, text }: LogLine, since?: Cause): Sentence | undefined {
  if (source === 'caretaker') return { atMs, host: '', tone: 'plain', text: `The caretaker: ${text}.`, evidence: text };
  if (mark !== 'expelled' || !since) return undefined;
  const after = `${renderSeconds(atMs - since.atMs)} after ${since.words}`;
  return {
    atMs,
    host,
    tone: 'bad',
    text: `${host} learned that the others had removed it, ${after}.`,
    evidence: text,
    docs: 'recovery',
  };
}

/** A change that no known cause precedes. */
export function describeUnknown(change: Change): { sentence: Sentence; cause: Cause } {
  const what = isSilence(change) ? describeSilence(change) : `Something happened to ${change.host || 'the group'}`;
  return {
    sentence: { ...about(change), tone: 'cause', text: `${what}; the record does not say why.` },
    cause: { atMs: change.atMs, words: isSilence(change) ? 'it fell silent' : 'it was first seen' },
  };
}

function describeSilence({ what, host }: Change) {
  if (what === 'proxy') return 'HAProxy did not answer any more';
  return what === 'web' ? `The API process ${host} did not answer any more` : 'No majority of members could decide';
}

/** What a change tells of a host to which something happened before; undefined where it tells nothing new. */
export function describeChange(change: Change, since: Cause): Sentence | undefined {
  const { what, from, to, atMs, host } = change;
  const after = `${isLate(change) ? 'at most ' : ''}${renderSeconds(atMs - since.atMs)} after ${since.words}`;
  const say = (tone: Sentence['tone'], text: string, more: Partial<Sentence> = {}) => ({
    ...about(change),
    tone,
    text,
    ...more,
  });
  if (what === 'route') return describeRoute(change, after);
  if (what === 'seen') return describeSeen(change, after);
  // The sentence names no host that "it" could be.
  const afterHost = after.replace(/ it (?=\w+ )/, ` ${host} `);
  if (what === 'majority')
    return to === 'no'
      ? say(
          'bad',
          `No majority of members could decide any more, ${afterHost}: requests wait, then get 503.`,
          noMajority,
        )
      : say('good', `A majority of the members decides again, ${afterHost}.`);
  if (what === 'proxy')
    return to === 'silent'
      ? say('bad', `${describeSilence(change)}, ${after}.`)
      : say('good', `HAProxy answers again, ${after}.`);
  if (what === 'web')
    return to === 'silent'
      ? say('bad', `${describeSilence(change)}, ${after}.`)
      : say('good', `The API process ${host} answers again, ${after}.`);
  // A start by a command shows as a restart, too.
  if (to === 'running' && from === 'restarting' && since.words === endedByItself)
    return say('good', `The supervisor started ${host} again, ${after}.`);
  return undefined;
}

const noMajority = { docs: 'resilience' };

const about = ({ atMs, host }: Change) => ({ atMs, host });

function describeRoute({ atMs, host, to, check = '' }: Change, after: string): Sentence {
  const shared = { atMs, host, evidence: `HAProxy's last check of ${host}: ${check}` };
  if (to === 'in') return { ...shared, tone: 'good', text: `HAProxy routes to ${host} again, ${after}.` };
  return {
    ...shared,
    tone: 'bad',
    text: `HAProxy took ${host} out ${after}: ${explainCheck(check)}.`,
    docs: 'resilience',
  };
}

/** HAProxy's words on a failed check, for a reader who does not know them. */
export function explainCheck(check: string) {
  if (/refused|Layer4 connection problem/i.test(check)) return 'its check was refused';
  if (/timeout|timed out/i.test(check)) return 'its check got no answer in time';
  const [, reason] = /ROUTE-NO (.+)$/.exec(check) ?? [];
  if (reason) return `the member itself said that it takes no clients (${reason})`;
  if (/Layer7|wrong status|invalid/i.test(check)) return 'the member itself said that it takes no clients';
  return check === '' ? 'the record does not say why' : `its check said "${check}"`;
}

const seen: Record<string, { tone: Sentence['tone']; text(host: string): string }> = {
  UNREACHABLE: { tone: 'bad', text: (host) => `The other members noticed that ${host} is gone` },
  GONE: { tone: 'plain', text: (host) => `The group agreed to go on without ${host}` },
  RECOVERING: { tone: 'good', text: (host) => `${host} joined the group again and catches up` },
  ONLINE: { tone: 'good', text: (host) => `${host} is ONLINE` },
  ERROR: { tone: 'bad', text: (host) => `${host} left the group with an error` },
};

function describeSeen({ atMs, host, to }: Change, after: string): Sentence | undefined {
  const words = seen[to];
  return words && { atMs, host, tone: words.tone, text: `${words.text(host)}, ${after}.`, docs: 'recovery' };
}
