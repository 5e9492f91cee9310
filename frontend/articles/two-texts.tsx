import type { ArticleInput } from '../requests/api.ts';

interface TwoTextsProps {
  own: ArticleInput;
  stored: ArticleInput;
  onKeepOwn(): void;
  onTakeStored(): void;
}

/** Both texts, where another window has saved the article meanwhile: nothing was overwritten, and the person chooses. */
export function TwoTexts({ own, stored, onKeepOwn, onTakeStored }: TwoTextsProps) {
  return (
    <section class="two-texts" aria-label="Two versions of the article">
      <p role="alert">The article was changed in another window since your text was begun. Nothing was overwritten.</p>
      <div class="versions">
        <Version heading="Your text" text={own} className="own" />
        <Version heading="What is stored" text={stored} className="stored" />
      </div>
      <p>
        <button type="button" class="btn btn-sm btn-outline-secondary" onClick={onTakeStored}>
          Take what is stored
        </button>{' '}
        <button type="button" class="btn btn-sm btn-outline-secondary" onClick={onKeepOwn}>
          Keep my text
        </button>
      </p>
    </section>
  );
}

function Version({ heading, text, className }: { heading: string; text: ArticleInput; className: string }) {
  const { title, description, body, tagList } = text;
  return (
    <article class={className}>
      <h2>{heading}</h2>
      <pre>{[title, description, body, tagList.join(', ')].join('\n\n')}</pre>
    </article>
  );
}
