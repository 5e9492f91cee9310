import type { Notification } from '../requests/views.ts';
import { articlePath, Link, profilePath } from '../routing/link.tsx';

/** What was done, before the title of the article it was done to. */
const deeds: Record<Notification['kind'], string> = {
  article: ', an author you follow, published ',
  comment: ' commented on your article ',
  favorite: ' likes your article ',
  follow: ' follows you',
};

const gone = 'that is no longer there';

/** A notification as a sentence with links. */
export function Sentence({ notification: { kind, actor, article } }: { notification: Notification }) {
  return (
    <>
      <Link href={profilePath(actor.username)} class="author">
        {actor.username}
      </Link>
      {deeds[kind]}
      {kind !== 'follow' && (article ? <Link href={articlePath(article.slug)}>{article.title}</Link> : gone)}
    </>
  );
}

/** The same as a text. */
export const renderSentence = ({ kind, actor, article }: Notification): string =>
  `${actor.username}${deeds[kind]}${kind === 'follow' ? '' : (article?.title ?? gone)}`;
