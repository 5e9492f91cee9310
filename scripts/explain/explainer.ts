import type { ActionLine, CommandLine, LogLine } from '../record/lines.ts';
import { type Change, listChanges } from './changes.ts';
import { takesPart } from './group-view.ts';
import type { Entry, Moment } from './moment.ts';
import {
  type Cause,
  describeChange,
  describeDeed,
  describeFailure,
  describeOwnEnd,
  describeUnknown,
  isBreaking,
} from './sentences.ts';
import type { Sentence, Story } from './story.ts';

// Faults of one program so close together are one fault of several hosts.
const togetherMs = 2_000;
// A supervisor's note is read from its log a little after a sample has shown that the program ended.
const noteMs = 3_000;
const shownMs = 1_000;
const silenceMs = 2_000;
const longestActionMs = 120_000;
// The API's counts are asked once a second.
const countsMs = 2_000;

/** Explains what happened, entry by entry: stories of causes and what followed. */
export class Explainer {
  readonly stories: Story[] = [];
  /** The last thing that was done to each host. */
  readonly #causes = new Map<string, Cause>();
  #before: Moment | undefined;
  /** When the last action on each host began, or ended. */
  readonly #actions = new Map<string, { atMs: number; isUnderWay: boolean }>();
  /** Silences that have not lasted long enough to be told. */
  readonly #doubts: Change[] = [];
  /** A command that starts or stops the lab as a whole explains everything meanwhile. */
  #wholeLab: { sinceMs: number } | undefined;

  add(entry: Entry) {
    if (entry.type === 'moment') this.#addMoment(entry);
    if (entry.type === 'action') this.#addAction(entry);
    if (entry.type === 'command') this.#addCommand(entry);
    if (entry.type === 'log') this.#addLog(entry);
    if (entry.type === 'watch') this.#forget();
    if (this.#wholeLab && entry.atMs - this.#wholeLab.sinceMs > longestActionMs) this.#wholeLab = undefined;
  }

  // Between two watchers anything may have happened.
  #forget() {
    this.#before = undefined;
    this.#doubts.length = 0;
  }

  #addMoment(now: Moment) {
    if (this.#before) for (const change of listChanges(this.#before, now)) this.#weigh(change, now);
    for (const doubt of this.#doubts.splice(0)) {
      if (now.atMs - doubt.atMs < silenceMs) this.#doubts.push(doubt);
      else this.#addChange(doubt, now);
    }
    this.#before = now;
    this.#count(now);
    for (const story of this.#open()) {
      const isOver = story.hosts.every((host) => takesPart(now, host) && this.#isQuiet(host, now));
      if (isOver) story.endedMs = now.atMs;
    }
  }

  #addAction(line: ActionLine) {
    this.#actions.set(line.host, { atMs: line.atMs, isUnderWay: line.edge === 'begin' });
    if (this.#wholeLab) return;
    if (line.edge === 'failed') return this.#tell(describeFailure(line), { atMs: line.atMs, words: 'the attempt' });
    if (line.edge !== 'begin') return;
    const story = this.#find(line.host);
    if (!story && !isBreaking(line)) return;
    const { sentence, cause } = describeDeed(line, story && this.#causes.get(line.host));
    if (story) story.sentences.push(sentence);
    else this.#begin(sentence, true);
    this.#causes.set(line.host, cause);
  }

  #addCommand({ atMs, words, edge, by, problem }: CommandLine) {
    if (!/^(up|down|add|remove|recover|reclone)\b/.test(words)) return;
    const isWhole = /^(up|down)\b/.test(words);
    if (isWhole) this.#wholeLab = edge === 'begin' ? { sinceMs: atMs } : undefined;
    const told = {
      begin: `The ${by} gave the command ${words}`,
      done: `${words} is done`,
      failed: `${words} failed: ${problem}`,
    };
    const tone = edge === 'failed' ? 'bad' : 'plain';
    const sentence = { atMs, host: '', tone, text: `${told[edge]}.` } as const;
    const story = this.#open().at(-1) ?? this.stories.findLast(({ hosts }) => hosts.length === 0);
    if (story && (edge !== 'begin' || story.endedMs === undefined)) story.sentences.push(sentence);
    else this.stories.push(beginStory({ ...sentence, tone: 'cause' }, true));
  }

  #addLog(line: LogLine) {
    if (line.source === 'supervisor') return this.#addOwnEnd(line);
    if (line.source !== 'caretaker') return;
    const story = this.#open().at(-1);
    const { atMs, text } = line;
    story?.sentences.push({ atMs, host: '', tone: 'plain', text: `The caretaker: ${text}.`, evidence: text });
  }

  #addOwnEnd(line: LogLine) {
    const { sentence, cause } = describeOwnEnd(line);
    const story = this.#find(line.host);
    if (story?.isCauseKnown || this.#wholeLab) return;
    this.#causes.set(line.host, cause);
    if (!story || line.atMs - story.beganMs > noteMs) return void this.#begin(sentence, true);
    story.sentences[0] = { ...sentence, atMs: Math.min(story.beganMs, line.atMs) };
    story.isCauseKnown = true;
  }

  // A busy machine answers late now and then: a silence is told when it has lasted, and not at all if it was short.
  #weigh(change: Change, now: Moment) {
    if (!isSilence(change)) return this.#addChange(change, now);
    if (isWorse(change)) return void this.#doubts.push(change);
    const short = this.#doubts.findIndex(({ what, host }) => what === change.what && host === change.host);
    if (short === -1) this.#addChange(change, now);
    else this.#doubts.splice(short, 1);
  }

  #addChange(change: Change, now: Moment) {
    if (this.#wholeLab) return;
    const host = change.host || this.#hostOf(change, now);
    // A silence that began before the last cause cannot be its consequence.
    if ((this.#causes.get(host)?.atMs ?? 0) > change.atMs) return;
    const named = { ...change, host };
    if (!this.#find(host)) {
      if (!isWorse(named)) return;
      const { sentence, cause } = describeUnknown(named);
      this.#causes.set(host, cause);
      this.#begin(sentence, false);
    }
    const sentence = describeChange(named, this.#causes.get(host) as Cause);
    if (sentence) this.#find(host)?.sentences.push(sentence);
    this.#find(host)?.sentences.sort((a, b) => a.atMs - b.atMs);
  }

  // Which host a change of the group as a whole comes from: HAProxy itself, or the host that was last broken.
  #hostOf({ what, atMs }: Change, { proxy }: Moment) {
    if (what === 'proxy') return proxy.host;
    return (
      this.#open()
        .findLast(({ beganMs }) => beganMs <= atMs)
        ?.hosts.at(-1) ?? ''
    );
  }

  #tell(sentence: Sentence, cause: Cause) {
    const story = this.#find(sentence.host);
    if (story) story.sentences.push(sentence);
    else this.#begin(sentence, true);
    this.#causes.set(sentence.host, cause);
  }

  #begin(sentence: Sentence, isCauseKnown: boolean) {
    const last = this.#open().at(-1);
    const isTogether = last && isCauseKnown && last.isCauseKnown && sentence.atMs - last.beganMs < togetherMs;
    const program = programOf(sentence);
    if (isTogether && program !== undefined && program === programOf(last.sentences[0])) {
      last.hosts.push(sentence.host);
      last.sentences.push(sentence);
      return last;
    }
    const story = beginStory(sentence, isCauseKnown);
    for (const other of this.#open()) other.overlaps = story.overlaps = true;
    this.stories.push(story);
    return story;
  }

  // An action shows in the samples a little after it was recorded. One that never ended was interrupted.
  #isQuiet(host: string, { atMs: nowMs }: Moment) {
    const { atMs, isUnderWay } = this.#actions.get(host) ?? { atMs: 0, isUnderWay: false };
    return nowMs - atMs > (isUnderWay ? longestActionMs : shownMs);
  }

  #count({ atMs, api }: Moment) {
    if (!api) return;
    for (const story of this.stories.slice(-5)) {
      if (story.hosts.length === 0 || atMs - (story.endedMs ?? atMs) > countsMs) continue;
      const { clients } = story;
      clients.done += api.done;
      clients.failed += api.failed;
      clients.retried += api.retried;
      clients.settled += api.settled;
    }
  }

  #open() {
    return this.stories.filter(({ endedMs, hosts }) => endedMs === undefined && hosts.length > 0);
  }

  #find(host: string) {
    return this.#open().findLast(({ hosts }) => hosts.includes(host));
  }
}

function beginStory(sentence: Sentence, isCauseKnown: boolean): Story {
  const clients = { done: 0, failed: 0, retried: 0, settled: 0, silentS: 0 };
  const hosts = sentence.host === '' ? [] : [sentence.host];
  return { hosts, beganMs: sentence.atMs, isCauseKnown, sentences: [sentence], clients, overlaps: false };
}

const programOf = (sentence: Sentence | undefined) =>
  /^The ([\w ]+?) (killed|stopped|froze|powered)/.exec(sentence?.text ?? '')?.[1];

const worse = ['stopped', 'paused', 'restarting', 'orphaned', 'UNREACHABLE', 'GONE', 'ERROR', 'out', 'silent', 'no'];

const isSilence = ({ what }: Change) => what === 'proxy' || what === 'web' || what === 'majority';

const isWorse = ({ to }: Change) => worse.includes(to);

/** The stories that a record tells. */
export function explain(entries: Iterable<Entry>): Story[] {
  const explainer = new Explainer();
  for (const entry of entries) explainer.add(entry);
  return explainer.stories;
}
