import { useState } from 'preact/hooks';
import { readSession } from '../session/session.ts';
import { forgetDraft, keepDraft, keyOfDraft, readDraft } from './drafts.ts';

/** What is being typed; it outlives the page until the API has it. */
export interface UsedDraft<Draft> {
  draft: Draft;
  change(changes: Partial<Draft>): void;
  /** When the draft was typed that an earlier visit left behind. */
  restoredFromMs: number | undefined;
  /** The Idempotency-Key to send this body with. */
  keyFor(body: unknown): string;
  /** Forgets the draft and begins again. */
  clear(): void;
}

/** The draft of the current user under a name, or else what it begins with. */
export function useDraft<Draft extends object>(name: string, initial: Draft): UsedDraft<Draft> {
  const owner = readSession().user?.username ?? '';
  const [kept, setKept] = useState(() => readDraft<Draft>(owner, name));
  const [draft, setDraft] = useState(kept?.draft ?? initial);
  return {
    draft,
    change(changes) {
      const next = { ...draft, ...changes };
      setDraft(next);
      keepDraft(owner, name, next);
    },
    restoredFromMs: kept?.savedAtMs,
    keyFor: (body) => keyOfDraft(owner, name, { draft, body }),
    clear() {
      forgetDraft(owner, name);
      setKept(undefined);
      setDraft(initial);
    },
  };
}
