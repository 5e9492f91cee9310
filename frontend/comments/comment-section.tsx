import { LoadProblem, Skeleton } from '../layout/load-problem.tsx';
import { fetchComments } from '../requests/api.ts';
import type { Comment } from '../requests/views.ts';
import { Link } from '../routing/link.tsx';
import { useSession } from '../session/session.ts';
import { type Loaded, useLoaded } from '../state/use-loaded.ts';
import { CommentCard } from './comment-card.tsx';
import { CommentForm } from './comment-form.tsx';

/** The comments of an article, with a form for one more. */
export function CommentSection({ slug }: { slug: string }) {
  const { state, user } = useSession();
  const comments = useLoaded(`comments ${slug}`, (signal) => fetchComments(slug, { signal }));
  const add = (comment: Comment) => {
    if (comments.value) comments.change((list) => [comment, ...list.filter(({ id }) => id !== comment.id)]);
    else comments.reload();
  };
  return (
    <section class="comments" aria-label="Comments">
      {user && <CommentForm key={slug} slug={slug} user={user} onPost={add} />}
      {state === 'unauthenticated' && <Invitation slug={slug} />}
      <CommentList slug={slug} comments={comments} />
    </section>
  );
}

const Invitation = ({ slug }: { slug: string }) => (
  <p>
    <Link href={`/login?next=/article/${encodeURIComponent(slug)}`}>Sign in</Link> or{' '}
    <Link href={`/register?next=/article/${encodeURIComponent(slug)}`}>sign up</Link> to add comments on this article.
  </p>
);

function CommentList({ slug, comments }: { slug: string; comments: Loaded<Comment[]> }) {
  const { value, error, change, reload } = comments;
  if (error) return <LoadProblem error={error} reload={reload} />;
  if (!value) return <Skeleton />;
  const remove = (gone: number) => change((list) => list.filter(({ id }) => id !== gone));
  return (
    <>
      {value.map((comment) => (
        <CommentCard key={comment.id} slug={slug} comment={comment} onDelete={() => remove(comment.id)} />
      ))}
    </>
  );
}
