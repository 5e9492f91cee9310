import { useEffect, useState } from 'preact/hooks';
import { fetchEditing } from '../requests/editing.ts';
import type { Editing } from '../requests/views.ts';
import { startRepeating } from './repeating.ts';

const lookEveryMs = 10_000;
/** A service that knows no locks is not asked again for so long. */
const offForMs = 60_000;

let askAgainAtMs = 0;

/** Who edits an article, looked at again and again while the page shows it. */
export function useEditing(slug: string): Editing {
  const [editing, setEditing] = useState<Editing>(null);
  useEffect(() => {
    setEditing(null);
    return startRepeating(async (signal) => {
      const isDue = Date.now() >= askAgainAtMs && document.visibilityState === 'visible';
      const answer = isDue ? await fetchEditing(slug, signal) : undefined;
      if (answer && !signal.aborted) setEditing(answer.editing);
      if (answer?.isOn === false) askAgainAtMs = Date.now() + offForMs;
      return true;
    }, lookEveryMs);
  }, [slug]);
  return editing;
}
