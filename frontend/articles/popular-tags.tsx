import { Skeleton } from '../layout/load-problem.tsx';
import { fetchTags } from '../requests/api.ts';
import { Link, tagPath } from '../routing/link.tsx';
import { useLoaded } from '../state/use-loaded.ts';

/** More would make a list that is searched in, not chosen from. */
const most = 40;

/** The tags that articles have. */
export function PopularTags() {
  const { value, error } = useLoaded('tags', (signal) => fetchTags({ signal }));
  return (
    <aside class="sidebar">
      <p>Popular Tags</p>
      {!value && !error && <Skeleton />}
      <div class="tag-list">
        {value?.slice(0, most).map((tag) => (
          <Link key={tag} href={tagPath(tag)} class="tag-pill tag-default">
            {tag}
          </Link>
        ))}
      </div>
    </aside>
  );
}
