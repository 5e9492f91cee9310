import type { Editing } from '../requests/views.ts';
import { useEditing } from '../state/use-editing.ts';

const format = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** Who edits something since when, in words. */
export const renderEditing = ({ by, since }: Exclude<Editing, null>) =>
  `${by} is editing since ${format.format(new Date(since))}`;

/** Tells a reader that the article is being changed at this moment. */
export function EditingNote({ slug }: { slug: string }) {
  const editing = useEditing(slug);
  return <div role="status">{editing && <p class="draft-note editing-note">{renderEditing(editing)}.</p>}</div>;
}
