import { createId } from '../requests/create-id.ts';

/** What was typed and is not known to be on the server. */
interface Kept<Draft> {
  draft: Draft;
  savedAtMs: number;
  /** The request that may have arrived without an answer: sent again with this key it is done once. */
  sent?: { key: string; body: string } | undefined;
}

const storageKey = (owner: string, name: string) => `conduit.draft.${owner}.${name}`;

/** The draft of a user under a name; undefined where there is none. */
export function readDraft<Draft>(owner: string, name: string): Kept<Draft> | undefined {
  try {
    return JSON.parse(localStorage.getItem(storageKey(owner, name)) ?? '') as Kept<Draft>;
  } catch {
    return undefined;
  }
}

export function keepDraft<Draft>(owner: string, name: string, draft: Draft): void {
  write(owner, name, { draft, savedAtMs: Date.now(), sent: readDraft(owner, name)?.sent });
}

export const forgetDraft = (owner: string, name: string): void => localStorage.removeItem(storageKey(owner, name));

/** The key for sending a draft: that of the attempt before, unless something else is sent now. */
export function keyOfDraft<Draft>(owner: string, name: string, { draft, body }: { draft: Draft; body: unknown }) {
  const text = JSON.stringify(body);
  const sent = readDraft<Draft>(owner, name)?.sent;
  const key = sent?.body === text ? sent.key : createId();
  write(owner, name, { draft, savedAtMs: Date.now(), sent: { key, body: text } });
  return key;
}

// A full or forbidden storage must not keep the text from being sent.
function write<Draft>(owner: string, name: string, kept: Kept<Draft>): void {
  try {
    localStorage.setItem(storageKey(owner, name), JSON.stringify(kept));
  } catch {
    console.warn('This browser keeps no drafts.');
  }
}
