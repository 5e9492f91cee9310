import { Icon } from '../layout/icon.tsx';
import { setFavorite } from '../requests/api.ts';
import type { Article } from '../requests/views.ts';
import { goToLogin } from '../routing/location.ts';
import { useSession } from '../session/session.ts';
import { useSubmit } from '../state/use-submit.ts';

interface FavoriteButtonProps {
  article: Article;
  /** Without words, for a list. */
  isBrief?: boolean;
  onChange(article: Article): void;
}

/** Makes an article a favorite, or no longer. */
export function FavoriteButton({ article, isBrief = false, onChange }: FavoriteButtonProps) {
  const { state } = useSession();
  const { submit, isSending, messages } = useSubmit();
  const { slug, favorited, favoritesCount } = article;
  const words = `${favorited ? 'Unfavorite' : 'Favorite'} Article`;
  const toggle = () =>
    state === 'unauthenticated' ? goToLogin() : submit(() => setFavorite(slug, !favorited), onChange);
  return (
    <button
      type="button"
      class={`btn btn-sm ${favorited ? 'btn-primary' : 'btn-outline-primary'} ${isBrief ? 'pull-xs-right' : ''}`}
      aria-label={isBrief ? `${words} (${favoritesCount})` : undefined}
      disabled={isSending}
      title={messages.join(', ')}
      onClick={toggle}
    >
      <Icon name="ion-heart" />
      {isBrief ? favoritesCount : `${words} `}
      {!isBrief && <span class="counter">({favoritesCount})</span>}
    </button>
  );
}
