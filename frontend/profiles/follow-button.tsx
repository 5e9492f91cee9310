import { Icon } from '../layout/icon.tsx';
import { setFollowing } from '../requests/api.ts';
import type { Profile } from '../requests/views.ts';
import { goToLogin } from '../routing/location.ts';
import { useSession } from '../session/session.ts';
import { useSubmit } from '../state/use-submit.ts';

interface FollowButtonProps {
  profile: Profile;
  class?: string;
  onChange(profile: Profile): void;
}

/** Follows a user, or no longer. */
export function FollowButton({ profile, onChange, class: name = '' }: FollowButtonProps) {
  const { state } = useSession();
  const { submit, isSending, messages } = useSubmit();
  const { username, following } = profile;
  const toggle = () =>
    state === 'unauthenticated' ? goToLogin() : submit(() => setFollowing(username, !following), onChange);
  return (
    <button
      type="button"
      class={`btn btn-sm ${following ? 'btn-secondary' : 'btn-outline-secondary'} ${name}`}
      disabled={isSending}
      title={messages.join(', ')}
      onClick={toggle}
    >
      <Icon name={following ? 'ion-minus-round' : 'ion-plus-round'} />
      {following ? 'Unfollow' : 'Follow'} {username}
    </button>
  );
}
