import type { TargetedSubmitEvent } from 'preact';
import { ErrorList } from '../layout/error-list.tsx';
import { Avatar } from '../profiles/avatar.tsx';
import { createComment } from '../requests/api.ts';
import type { Comment, User } from '../requests/views.ts';
import { useDraft } from '../state/use-draft.ts';
import { useSubmit } from '../state/use-submit.ts';

interface CommentFormProps {
  slug: string;
  user: User;
  onPost(comment: Comment): void;
}

/** Writes a comment; what is typed is kept until the API has it. */
export function CommentForm({ slug, user, onPost }: CommentFormProps) {
  const { draft, change, keyFor, clear } = useDraft(`comment.${slug}`, { body: '' });
  const sending = useSubmit();
  const post = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { body } = draft;
    return sending.submit(async (submission) => {
      const comment = await createComment(slug, body, { ...submission, key: keyFor(body) });
      clear();
      return comment;
    }, onPost);
  };
  return (
    <>
      <ErrorList submit={sending} />
      <form class="card comment-form" onSubmit={post}>
        <div class="card-block">
          <textarea
            class="form-control"
            name="comment"
            placeholder="Write a comment..."
            aria-label="Write a comment"
            rows={3}
            value={draft.body}
            readOnly={sending.isSending}
            onInput={({ currentTarget }) => change({ body: currentTarget.value })}
          />
        </div>
        <div class="card-footer">
          <Avatar class="comment-author-img" image={user.image} />
          <button type="submit" class="btn btn-sm btn-primary" disabled={sending.isSending}>
            Post Comment
          </button>
        </div>
      </form>
    </>
  );
}
