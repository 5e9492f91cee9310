import { ArticleList } from '../articles/article-list.tsx';
import { readPage } from '../articles/page-numbers.ts';
import { FeedTabs } from '../layout/feed-tabs.tsx';
import { Icon } from '../layout/icon.tsx';
import { LoadProblem, Skeleton } from '../layout/load-problem.tsx';
import { Avatar } from '../profiles/avatar.tsx';
import { FollowButton } from '../profiles/follow-button.tsx';
import { fetchProfile } from '../requests/api.ts';
import type { Profile } from '../requests/views.ts';
import { Link, profilePath } from '../routing/link.tsx';
import { useLocation } from '../routing/location.ts';
import { useSession } from '../session/session.ts';
import { useLoaded } from '../state/use-loaded.ts';

interface ProfilePageProps {
  username: string;
  /** Whether the second tab is shown. */
  showsFavorites: boolean;
}

/** A user, with what they wrote and what they like. */
export function ProfilePage({ username, showsFavorites }: ProfilePageProps) {
  const { value, error, change, reload } = useLoaded(`profile ${username}`, (signal) =>
    fetchProfile(username, { signal }),
  );
  return (
    <div class="profile-page">
      {error ? (
        <div class="container page">
          <LoadProblem error={error} reload={reload} />
        </div>
      ) : (
        <>
          <div class="user-info">
            <div class="container">
              {value ? <UserInfo profile={value} onChange={(next) => change(() => next)} /> : <Skeleton />}
            </div>
          </div>
          <div class="container">
            <div class="row">
              <div class="col-xs-12 col-md-10 offset-md-1">
                <ProfileArticles username={username} showsFavorites={showsFavorites} />
              </div>
            </div>
          </div>
        </>
      )}
    </div>
  );
}

function UserInfo({ profile, onChange }: { profile: Profile; onChange(profile: Profile): void }) {
  const { user } = useSession();
  return (
    <>
      <Avatar class="user-img" image={profile.image} />
      <h4>{profile.username}</h4>
      <p>{profile.bio}</p>
      {user?.username === profile.username ? (
        <Link href="/settings" class="btn btn-sm btn-outline-secondary action-btn">
          <Icon name="ion-gear-a" />
          Edit Profile Settings
        </Link>
      ) : (
        <FollowButton class="action-btn" profile={profile} onChange={onChange} />
      )}
    </>
  );
}

function ProfileArticles({ username, showsFavorites }: ProfilePageProps) {
  const { query } = useLocation();
  const own = profilePath(username);
  const favorites = `${own}/favorites`;
  const current = showsFavorites ? favorites : own;
  const tabs = [
    { title: 'My Articles', href: own },
    { title: 'Favorited Articles', href: favorites },
  ];
  return (
    <>
      <FeedTabs class="articles-toggle" tabs={tabs} current={current} />
      <ArticleList
        filter={showsFavorites ? { favorited: username } : { author: username }}
        page={readPage(query)}
        pathOf={(page) => (page === 1 ? current : `${current}?page=${page}`)}
      />
    </>
  );
}
