import { useEffect, useRef, useState } from 'preact/hooks';
import { fetchArticle } from '../requests/api.ts';
import { createId } from '../requests/create-id.ts';
import { endEditing, keepEditing } from '../requests/editing.ts';
import type { Article, Editing } from '../requests/views.ts';
import { startRepeating } from './repeating.ts';

/** Three of these may be lost before the lease of 15 s ends. */
const renewMs = 4_000;
/** A comparison that took longer may have outlived its lease. */
const freshMs = 10_000;

/** What a window knows of its right to save an article. */
interface Known {
  /** The other window that edits the article now; saving waits for its end. */
  heldBy?: Exclude<Editing, null> | undefined;
  /** What goes with the text when it is saved; undefined without locks. */
  token?: number | undefined;
  /** The article as it was read last. */
  newest?: Article | undefined;
}

export interface EditLease extends Known {
  /** Reads what is stored, after a save that was refused. */
  lookAgain(): Promise<void>;
}

/**
 * Says that this window edits the article, as long as it does. A lease that begins, or begins anew, counts only once the article was
 * read again: another window may have saved before.
 */
export function useEditLease(slug: string | undefined, read: Article | undefined): EditLease {
  const [tab] = useState(createId);
  const [known, setKnown] = useState<Known>({ newest: read });
  /** The token under which it was read last. */
  const compared = useRef<number | undefined>(undefined);

  /** Whether there is anything to renew. */
  async function renew(edited: string, signal: AbortSignal): Promise<boolean> {
    const askedAtMs = Date.now();
    const answer = await keepEditing(edited, tab, signal);
    // Without an answer the token is as good as before: the database compares it.
    if (!answer || signal.aborted) return true;
    const { editing, isOn } = answer;
    if (editing && !editing.mine) setKnown((now) => ({ ...now, heldBy: editing }));
    if (!editing?.mine) return isOn;
    const newest = editing.token === compared.current ? undefined : await fetchArticle(edited, { signal });
    if (signal.aborted) return true;
    if (Date.now() - askedAtMs > freshMs) return renew(edited, signal);
    compared.current = editing.token;
    setKnown((now) => ({ heldBy: undefined, token: editing.token, newest: newest ?? now.newest }));
    return true;
  }

  useEffect(() => {
    if (slug === undefined) return;
    const end = () => {
      if (compared.current !== undefined) endEditing(slug, tab);
    };
    const stop = startRepeating((signal) => renew(slug, signal), renewMs);
    addEventListener('pagehide', end);
    return () => {
      stop();
      removeEventListener('pagehide', end);
      end();
    };
  }, [slug, tab]);

  return {
    ...known,
    async lookAgain() {
      const newest = slug === undefined ? undefined : await fetchArticle(slug);
      setKnown((now) => ({ ...now, newest }));
    },
  };
}
