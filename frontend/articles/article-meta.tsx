import type { ComponentChildren } from 'preact';
import { Avatar } from '../profiles/avatar.tsx';
import type { Article } from '../requests/views.ts';
import { Link, profilePath } from '../routing/link.tsx';

/** Who wrote an article and when, and what can be done with it. */
export function ArticleMeta({ article, children }: { article: Article; children?: ComponentChildren }) {
  const { author, createdAt } = article;
  return (
    <div class="article-meta">
      <Link href={profilePath(author.username)} tabIndex={-1} aria-hidden="true">
        <Avatar image={author.image} />
      </Link>
      <div class="info">
        <Link href={profilePath(author.username)} class="author">
          {author.username}
        </Link>
        <PostDate class="date" at={createdAt} />
      </div>
      {children}
    </div>
  );
}

const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'long' });

/** The day of a text, as RealWorld writes it. */
export const PostDate = ({ at, class: name }: { at: string; class: string }) => (
  <time class={name} dateTime={at}>
    {format.format(new Date(at))}
  </time>
);
