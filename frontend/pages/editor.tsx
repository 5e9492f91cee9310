import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { DraftNote } from '../articles/draft-note.tsx';
import { renderEditing } from '../articles/editing-note.tsx';
import { TagField } from '../articles/tag-field.tsx';
import { TwoTexts } from '../articles/two-texts.tsx';
import { ErrorList } from '../layout/error-list.tsx';
import { Field } from '../layout/field.tsx';
import { LoadProblem, Skeleton } from '../layout/load-problem.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { type ArticleInput, createArticle, fetchArticle } from '../requests/api.ts';
import { changeArticle } from '../requests/change-article.ts';
import { Failure } from '../requests/failure.ts';
import type { Article, User } from '../requests/views.ts';
import { articlePath } from '../routing/link.tsx';
import { navigate } from '../routing/location.ts';
import { useDraft } from '../state/use-draft.ts';
import { useEditLease } from '../state/use-edit-lease.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { useSubmit } from '../state/use-submit.ts';

const blank: ArticleInput = { title: '', description: '', body: '', tagList: [] };

/** Where an article is written, or changed. */
export function EditorPage({ user, slug }: { user: User; slug?: string }) {
  return (
    <div class="editor-page">
      <div class="container page">
        <div class="row">
          <div class="col-md-10 offset-md-1 col-xs-12">
            {slug === undefined ? <Editor user={user} /> : <LoadedEditor user={user} slug={slug} />}
          </div>
        </div>
      </div>
    </div>
  );
}

function LoadedEditor({ user, slug }: { user: User; slug: string }) {
  const { value, error, reload } = useLoaded(`edit ${slug}`, (signal) => fetchArticle(slug, { signal }));
  if (error) return <LoadProblem error={error} reload={reload} />;
  if (!value) return <Skeleton lines={9} />;
  return <Editor user={user} slug={slug} article={value} />;
}

/** What is typed, and the time of the version that it was begun on. */
type Draft = ArticleInput & { basedOn?: string };

const toDraft = ({ title, description, body = '', tagList, updatedAt }: Article): Draft => ({
  title,
  description,
  body,
  tagList,
  basedOn: updatedAt,
});

interface EditorProps {
  user: User;
  slug?: string;
  /** What is changed, as this window has read it. */
  article?: Article;
}

function Editor({ user, slug, article: read }: EditorProps) {
  const initial: Draft & { tag: string } = { ...(read ? toDraft(read) : blank), tag: '' };
  const { draft, change, keyFor, clear, restoredFromMs } = useDraft(slug ? `edit.${slug}` : 'editor', initial);
  const lease = useEditLease(slug, read);
  const [isPreview, setPreview] = useState(false);
  const sending = useSubmit();
  const { title, description, body, tagList, tag, basedOn } = draft;
  // Another window has saved since the draft was begun, which may be long ago.
  const stored = lease.newest?.updatedAt === basedOn ? undefined : lease.newest;
  const save = async (changed: string, article: ArticleInput, options: Parameters<typeof changeArticle>[2]) => {
    const { token } = lease;
    try {
      return await changeArticle(changed, { ...article, basedOn: basedOn ?? undefined, editToken: token }, options);
    } catch (error) {
      if (error instanceof Failure && error.status === 409) await lease.lookAgain();
      throw error;
    }
  };
  const publish = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const article = { title, description, body, tagList: [...new Set([...tagList, tag.trim()])].filter(Boolean) };
    return sending.submit(
      async (submission) => {
        const options = { ...submission, key: keyFor(article), author: user.username };
        const kept = await (slug ? save(slug, article, options) : createArticle(article, options));
        clear();
        return kept;
      },
      (kept) => navigate(articlePath(kept.slug)),
    );
  };
  return (
    <>
      <h1 class="visually-hidden">{slug ? 'Edit article' : 'New article'}</h1>
      {restoredFromMs !== undefined && <DraftNote fromMs={restoredFromMs} onDiscard={clear} />}
      {lease.heldBy && (
        <p class="draft-note editing-note" role="status">
          {renderEditing(lease.heldBy)} in another window. You can publish here once it is closed.
        </p>
      )}
      {stored && (
        <TwoTexts
          own={draft}
          stored={toDraft(stored)}
          onKeepOwn={() => change({ basedOn: stored.updatedAt })}
          onTakeStored={() => change(toDraft(stored))}
        />
      )}
      <ErrorList submit={sending} />
      <form onSubmit={publish} noValidate>
        <fieldset disabled={sending.isSending}>
          <Field label="Article Title" name="title" value={title} onValue={(value) => change({ title: value })} />
          <Field
            label="What's this article about?"
            name="description"
            isLarge={false}
            value={description}
            onValue={(value) => change({ description: value })}
          />
          <div class="body-field">
            <button type="button" class="btn-link" aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>
              {isPreview ? 'Write on' : 'Preview'}
            </button>
            {isPreview ? (
              <div class="article-content preview">
                <Markdown text={body} />
              </div>
            ) : (
              <Field
                label="Write your article (in markdown)"
                name="body"
                rows={12}
                isLarge={false}
                value={body}
                onValue={(value) => change({ body: value })}
              />
            )}
          </div>
          <TagField tags={tagList} tag={tag} onChange={change} />
          <button
            type="submit"
            class="btn btn-lg btn-primary pull-xs-right"
            disabled={lease.heldBy !== undefined || stored !== undefined}
          >
            Publish Article
          </button>
        </fieldset>
      </form>
    </>
  );
}
