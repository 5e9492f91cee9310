import { PostDate } from '../articles/article-meta.tsx';
import { ErrorList } from '../layout/error-list.tsx';
import { Icon } from '../layout/icon.tsx';
import { Avatar } from '../profiles/avatar.tsx';
import { deleteComment } from '../requests/api.ts';
import type { Comment } from '../requests/views.ts';
import { Link, profilePath } from '../routing/link.tsx';
import { useSession } from '../session/session.ts';
import { useSubmit } from '../state/use-submit.ts';

interface CommentCardProps {
  slug: string;
  comment: Comment;
  onDelete(): void;
}

/** A comment; its author may delete it. */
export function CommentCard({ slug, comment: { id, body, createdAt, author }, onDelete }: CommentCardProps) {
  const { user } = useSession();
  const sending = useSubmit();
  return (
    <div class="card">
      <div class="card-block">
        <p class="card-text">{body}</p>
      </div>
      <div class="card-footer">
        <Link href={profilePath(author.username)} class="comment-author" tabIndex={-1} aria-hidden="true">
          <Avatar class="comment-author-img" image={author.image} />
        </Link>
        <Link href={profilePath(author.username)} class="comment-author">
          {author.username}
        </Link>
        <PostDate class="date-posted" at={createdAt} />
        {user?.username === author.username && (
          <span class="mod-options">
            <button
              type="button"
              aria-label="Delete comment"
              disabled={sending.isSending}
              onClick={() => sending.submit(() => deleteComment(slug, id), onDelete)}
            >
              <Icon name="ion-trash-a" />
            </button>
          </span>
        )}
      </div>
      <ErrorList submit={sending} />
    </div>
  );
}
