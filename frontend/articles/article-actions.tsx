import { ErrorList } from '../layout/error-list.tsx';
import { Icon } from '../layout/icon.tsx';
import { FollowButton } from '../profiles/follow-button.tsx';
import { deleteArticle } from '../requests/api.ts';
import type { Article } from '../requests/views.ts';
import { editorPath, Link } from '../routing/link.tsx';
import { navigate } from '../routing/location.ts';
import { useSession } from '../session/session.ts';
import { useSubmit } from '../state/use-submit.ts';
import { ArticleMeta } from './article-meta.tsx';
import { FavoriteButton } from './favorite-button.tsx';

interface ArticleActionsProps {
  article: Article;
  onChange(article: Article): void;
}

/** What a reader may do with an article: its author edits and deletes it, others follow and favorite. */
export function ArticleActions({ article, onChange }: ArticleActionsProps) {
  const { user } = useSession();
  return (
    <ArticleMeta article={article}>
      {user?.username === article.author.username ? (
        <OwnActions slug={article.slug} />
      ) : (
        <span class="actions">
          <FollowButton profile={article.author} onChange={(author) => onChange({ ...article, author })} />
          <FavoriteButton article={article} onChange={onChange} />
        </span>
      )}
    </ArticleMeta>
  );
}

function OwnActions({ slug }: { slug: string }) {
  const sending = useSubmit();
  const remove = () =>
    sending.submit(
      () => deleteArticle(slug),
      () => navigate('/'),
    );
  return (
    <span class="actions">
      <Link href={editorPath(slug)} class="btn btn-sm btn-outline-secondary">
        <Icon name="ion-edit" />
        Edit Article
      </Link>
      <button type="button" class="btn btn-sm btn-outline-danger" disabled={sending.isSending} onClick={remove}>
        <Icon name="ion-trash-a" />
        Delete Article
      </button>
      <ErrorList submit={sending} />
    </span>
  );
}
