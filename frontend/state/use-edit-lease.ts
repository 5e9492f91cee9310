import { useEffect, useRef, useState } from 'preact/hooks';
import { fetchArticle } from '../requests/api.ts';
import { createId } from '../requests/create-id.ts';
import { endEditing, keepEditing } from '../requests/editing.ts';
import type { Article, Editing } from '../requests/views.ts';

/** Three of these may be lost before the lease of 15 s ends. */
const renewMs = 4_000;

/** What a window knows of its right to save an article. */
export interface EditLease {
  /** The other window that edits the article now; saving waits for its end. */
  heldBy: Exclude<Editing, null> | undefined;
  /** What goes with the text when it is saved; undefined without locks. */
  token: number | undefined;
  /** What is stored where another window has saved since this one read the article. */
  stored: Article | undefined;
  /** Reads what is stored, after a save that was refused. */
  compare(): Promise<void>;
  /** The person has seen what is stored. */
  accept(): void;
}

interface Known {
  heldBy?: Exclude<Editing, null> | undefined;
  token?: number | undefined;
  stored?: Article | undefined;
}

/**
 * Says that this window edits the article, as long as it does. A lease that begins, or begins anew, counts only once the article was
 * read again: another window may have saved before.
 */
export function useEditLease(slug: string | undefined, updatedAt: string | undefined): EditLease {
  const [tab] = useState(createId);
  const [known, setKnown] = useState<Known>({});
  const base = useRef(updatedAt);
  const compared = useRef<number | undefined>(undefined);

  async function readStored(signal?: AbortSignal) {
    if (slug === undefined) return undefined;
    const article = await fetchArticle(slug, { signal });
    return article.updatedAt === base.current ? undefined : article;
  }

  useEffect(() => {
    if (slug === undefined) return;
    const ending = new AbortController();
    const { signal } = ending;
    const end = () => {
      if (compared.current !== undefined) endEditing(slug, tab);
    };
    const renew = async () => {
      const answer = await keepEditing(slug, tab, signal);
      // Without an answer the token is as good as before: the database compares it.
      if (!answer || signal.aborted) return true;
      if (!answer.editing) return answer.isOn;
      const { mine, token } = answer.editing;
      if (!mine) setKnown((now) => ({ ...now, heldBy: answer.editing ?? undefined }));
      if (!mine || token === undefined) return true;
      const stored = token === compared.current ? undefined : await readStored(signal);
      if (signal.aborted) return false;
      compared.current = token;
      setKnown((now) => ({ heldBy: undefined, token, stored: stored ?? now.stored }));
      return true;
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = async () => {
      const goesOn = await renew().catch(() => true);
      if (goesOn && !signal.aborted) timer = setTimeout(tick, renewMs);
    };
    void tick();
    addEventListener('pagehide', end);
    return () => {
      ending.abort();
      clearTimeout(timer);
      removeEventListener('pagehide', end);
      end();
    };
  }, [slug, tab]);

  return {
    heldBy: known.heldBy,
    token: known.token,
    stored: known.stored,
    async compare() {
      const stored = await readStored();
      setKnown((now) => ({ ...now, stored }));
    },
    accept() {
      base.current = known.stored?.updatedAt ?? base.current;
      setKnown((now) => ({ ...now, stored: undefined }));
    },
  };
}
