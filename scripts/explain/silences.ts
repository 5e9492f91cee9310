import type { Change } from './changes.ts';

// Busy machines answer late now and then, so a silence is told when it has lasted.
const silenceMs = 2_000;
// Where nothing else says that something has happened, it must last longer.
const unexplainedMs = 10_000;

/** How long a silence lasts before it is told. */
export const lastsMs = (isExplained: boolean) => (isExplained ? silenceMs : unexplainedMs);

/** Whether a change is that a program answers, or does not; all others are told by what a program says. */
export const isSilence = ({ what }: Change) => what === 'proxy' || what === 'web' || what === 'majority';

const isBeginning = ({ to }: Change) => to === 'silent' || to === 'no';

const nameOf = ({ what, host }: Change) => `${what} ${host}`;

/** Holds silences back until they have lasted, and their ends where they were not told. */
export class Silences {
  readonly #pending = new Map<string, Change>();
  readonly #told = new Set<string>();

  /** Whether a change of this kind can be told at once; `isExplained` tells that something happened to its host. */
  admit(change: Change, isExplained: boolean): boolean {
    const name = nameOf(change);
    if (isBeginning(change)) {
      this.#pending.set(name, change);
      return false;
    }
    if (this.#pending.delete(name)) return false;
    return this.#told.delete(name) || (isExplained && change.what !== 'majority');
  }

  /** The silences that have lasted long enough by now. */
  take(nowMs: number, isExplained: (change: Change) => boolean): Change[] {
    const due = [...this.#pending.values()].filter((change) => nowMs - change.atMs >= lastsMs(isExplained(change)));
    for (const change of due) {
      this.#pending.delete(nameOf(change));
      this.#told.add(nameOf(change));
    }
    return due;
  }

  forget() {
    this.#pending.clear();
    this.#told.clear();
  }
}
