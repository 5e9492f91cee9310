import type { ActionLine, CommandLine, LogLine } from '../record/lines.ts';
import { type Change, createChangeReader, isLate } from './changes.ts';
import { takesPart } from './group-view.ts';
import type { Entry, Moment } from './moment.ts';
import { type NetworkFault, noteNetwork } from './network.ts';
import {
  type Cause,
  describeChange,
  describeDeed,
  describeFailure,
  describeMark,
  describeOwnEnd,
  describeUnknown,
  isWorthAStory,
  nameActor,
} from './sentences.ts';
import { isSilence, Silences } from './silences.ts';
import type { Sentence, Story } from './story.ts';

// Faults of one program so close together are one fault of several hosts.
const togetherMs = 2_000;
// A supervisor's note is read from its log a little after a sample has shown that the program ended.
const noteMs = 3_000;
const shownMs = 1_000;
const longestActionMs = 120_000;
// The API's counts are asked once a second.
const countsMs = 2_000;

/** Explains what happened, entry by entry: stories of causes and what followed. */
export class Explainer {
  readonly stories: Story[] = [];
  /** The machines whose network is not as it should be. */
  readonly network = new Map<string, NetworkFault>();
  /** The last thing that was done to each host. */
  readonly #causes = new Map<string, Cause>();
  readonly #changes = createChangeReader();
  readonly #silences = new Silences();
  /** When the last action on each host began, or ended. */
  readonly #actions = new Map<string, { atMs: number; isUnderWay: boolean }>();
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
    this.#changes.forget();
    this.#silences.forget();
  }

  #addMoment(now: Moment) {
    const isExplained = (change: Change) => this.#find(change.host || this.#hostOf(change, now)) !== undefined;
    for (const change of this.#changes.read(now))
      if (!isSilence(change) || this.#silences.admit(change, isExplained(change))) this.#addChange(change, now);
    for (const silence of this.#silences.take(now.atMs, isExplained)) this.#addChange(silence, now);
    this.#count(now);
    const isApiAway = Object.keys(now.webs ?? {}).some((web) => now.hosts[web] !== 'running');
    for (const story of this.#open()) {
      story.clients.isApiAway ||= isApiAway;
      const isOver = story.hosts.every((host) => takesPart(now, host) && this.#isQuiet(host, now));
      if (isOver) story.endedMs = now.atMs;
    }
  }

  #addAction(line: ActionLine) {
    this.#actions.set(line.host, { atMs: line.atMs, isUnderWay: line.edge === 'begin' });
    noteNetwork(this.network, line);
    if (this.#wholeLab) return;
    if (line.edge === 'failed') return this.#tell(describeFailure(line), { atMs: line.atMs, words: 'the attempt' });
    if (line.edge !== 'begin') return;
    const story = this.#find(line.host);
    if (!story && !isWorthAStory(line)) return;
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
      begin: `${nameActor(by)} gave the command ${words}`,
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
    const story = line.source === 'caretaker' ? this.#open().at(-1) : this.#find(line.host);
    const sentence = describeMark(line, this.#causes.get(line.host));
    if (story && sentence) insert(story, sentence);
  }

  #addOwnEnd(line: LogLine) {
    if (this.#wholeLab) return;
    const story = this.#find(line.host) ?? this.#findUnexplained(line);
    const { sentence, cause } = describeOwnEnd(line, story?.isCauseKnown ? this.#causes.get(line.host) : undefined);
    this.#causes.set(line.host, cause);
    if (story?.isCauseKnown) return insert(story, sentence);
    if (!story || line.atMs - story.beganMs > noteMs) return void this.#begin(sentence, true);
    const atMs = Math.min(story.beganMs, line.atMs);
    this.#causes.set(line.host, { ...cause, atMs });
    story.sentences[0] = { ...sentence, atMs };
    story.isCauseKnown = true;
    story.endedMs = undefined;
  }

  // A program may be back before the note that it ended has been read.
  #findUnexplained({ host, atMs }: LogLine) {
    const last = this.stories.findLast(({ hosts }) => hosts.includes(host));
    return last && !last.isCauseKnown && atMs - last.beganMs <= noteMs ? last : undefined;
  }

  #addChange(change: Change, now: Moment) {
    if (this.#wholeLab) return;
    const host = change.host || this.#hostOf(change, now);
    // A silence that began before the last cause cannot be its consequence.
    if ((this.#causes.get(host)?.atMs ?? 0) > change.atMs) return;
    const named = { ...change, host };
    if (!this.#find(host) && !this.#joinLostMajority(named, now)) {
      if (!isWorse(named) || isLate(named)) return;
      const { sentence, cause } = describeUnknown(named);
      this.#causes.set(host, cause);
      this.#begin(sentence, false);
      if (isSilence(named)) return;
    }
    const sentence = describeChange(named, this.#causes.get(host) as Cause);
    const story = this.#find(host);
    if (story && sentence) insert(story, sentence);
  }

  // With half of the members away the others cannot decide: what they say then is a consequence.
  #joinLostMajority({ host, what, atMs }: Change, { members }: Moment) {
    const story = this.#open().findLast(({ beganMs, hosts }) => beganMs <= atMs && hosts.some((name) => members[name]));
    const away = this.#open().flatMap(({ hosts }) => hosts.filter((name) => members[name]));
    const isLost = away.length * 2 >= Object.keys(members).length;
    const last = story?.hosts.at(-1) ?? '';
    const cause = this.#causes.get(last);
    if (!story || !isLost || !cause || !members[host] || what === 'process') return false;
    story.hosts.unshift(host);
    this.#causes.set(host, { atMs: cause.atMs, words: cause.words.replace(/^it /, `${last} `) });
    return true;
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
    if (this.network.has(host)) return false;
    const { atMs, isUnderWay } = this.#actions.get(host) ?? { atMs: 0, isUnderWay: false };
    return nowMs - atMs > (isUnderWay ? longestActionMs : shownMs);
  }

  #count({ atMs, api }: Moment) {
    if (!api) return;
    for (const story of this.stories.slice(-5)) {
      if (story.hosts.length === 0 || atMs - (story.endedMs ?? atMs) > countsMs) continue;
      const { clients } = story;
      clients.seconds += api.seconds;
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
  const clients = { done: 0, failed: 0, retried: 0, settled: 0, seconds: 0, isApiAway: false };
  const hosts = sentence.host === '' ? [] : [sentence.host];
  return { hosts, beganMs: sentence.atMs, isCauseKnown, sentences: [sentence], clients, overlaps: false };
}

function insert({ sentences }: Story, sentence: Sentence) {
  sentences.push(sentence);
  sentences.sort((a, b) => a.atMs - b.atMs);
}

const programOf = (sentence: Sentence | undefined) =>
  /^The ([\w ]+?) (killed|stopped|froze|powered|cut)/.exec(sentence?.text ?? '')?.[1];

const worse = ['stopped', 'paused', 'restarting', 'orphaned', 'UNREACHABLE', 'GONE', 'ERROR', 'out', 'silent', 'no'];

const isWorse = ({ to }: Change) => worse.includes(to);

/** The stories that a record tells. */
export function explain(entries: Iterable<Entry>): Story[] {
  const explainer = new Explainer();
  for (const entry of entries) explainer.add(entry);
  return explainer.stories;
}
