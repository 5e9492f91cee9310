import { ArticleList } from '../articles/article-list.tsx';
import { readPage } from '../articles/page-numbers.ts';
import { PopularTags } from '../articles/popular-tags.tsx';
import { FeedTabs } from '../layout/feed-tabs.tsx';
import { RequireUser } from '../layout/require-user.tsx';
import { Link, tagPath } from '../routing/link.tsx';
import { useLocation } from '../routing/location.ts';
import { useSession } from '../session/session.ts';

const followingPath = '/?feed=following';

/** Everyone's articles, those of a tag, or those of the authors that the reader follows. */
export function HomePage({ tag }: { tag?: string | undefined }) {
  const { query } = useLocation();
  const isFollowing = tag === undefined && query.get('feed') === 'following';
  const feed = <Feed tag={tag} isFollowing={isFollowing} page={readPage(query)} />;
  return (
    <div class="home-page">
      <div class="banner">
        <div class="container">
          <h1 class="logo-font">conduit</h1>
          <p>A place to share your knowledge.</p>
        </div>
      </div>
      <div class="container page">
        <div class="row">
          <div class="col-md-9">{isFollowing ? <RequireUser>{() => feed}</RequireUser> : feed}</div>
          <div class="col-md-3">
            <PopularTags />
          </div>
        </div>
      </div>
    </div>
  );
}

interface FeedProps {
  tag: string | undefined;
  isFollowing: boolean;
  page: number;
}

function Feed({ tag, isFollowing, page }: FeedProps) {
  const { state } = useSession();
  const base = isFollowing ? followingPath : tag === undefined ? '/' : tagPath(tag);
  const tabs = [
    ...(state === 'unauthenticated' ? [] : [{ title: 'Your Feed', href: followingPath }]),
    { title: 'Global Feed', href: '/' },
    ...(tag === undefined ? [] : [{ title: `# ${tag}`, href: base }]),
  ];
  return (
    <>
      <FeedTabs class="feed-toggle" tabs={tabs} current={base} />
      <ArticleList
        filter={isFollowing ? { feed: true } : tag === undefined ? {} : { tag }}
        page={page}
        pathOf={(wanted) => withPage(base, wanted)}
        empty={isFollowing ? <EmptyFeed /> : undefined}
      />
    </>
  );
}

const EmptyFeed = () => (
  <p>
    Your feed is empty. Follow some authors to see their articles here, or read the <Link href="/">Global Feed</Link>.
  </p>
);

const withPage = (base: string, page: number) =>
  page === 1 ? base : `${base}${base.includes('?') ? '&' : '?'}page=${page}`;
