import { tryOnce } from './send.ts';
import type { Editing } from './views.ts';

/** Who edits an article, and whether the service knows such things at all. */
export interface EditingAnswer {
  editing: Editing;
  isOn: boolean;
}

const pathOf = (slug: string) => `/articles/${encodeURIComponent(slug)}/editing`;

/** Asked once and not repeated: nothing waits for these answers, and without them all goes on as it does without locks. */
async function ask(method: string, path: string, options: Parameters<typeof tryOnce>[2]) {
  const answer = await tryOnce(method, path, options).catch(() => undefined);
  return answer?.status === 200 ? (answer.body as EditingAnswer) : undefined;
}

/** Who edits an article; undefined where there is no answer. */
export const fetchEditing = (slug: string, signal?: AbortSignal) => ask('GET', pathOf(slug), { signal });

/** Says that this window edits an article; gives who does. */
export const keepEditing = (slug: string, tab: string, signal?: AbortSignal) =>
  ask('PUT', pathOf(slug), { body: { editing: { tab } }, signal });

/** Says that this window edits it no more; sent even while the window closes. */
export const endEditing = (slug: string, tab: string) =>
  void tryOnce('DELETE', `${pathOf(slug)}?tab=${tab}`, { outlivesPage: true }).catch(() => undefined);
