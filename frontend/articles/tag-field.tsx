import { Field } from '../layout/field.tsx';
import { Icon } from '../layout/icon.tsx';

interface TagFieldProps {
  tags: string[];
  /** What is being typed. */
  tag: string;
  onChange(changes: { tagList?: string[]; tag?: string }): void;
}

/** The tags of an article that is being written; Enter or a comma ends one. */
export function TagField({ tags, tag, onChange }: TagFieldProps) {
  const add = () => onChange({ tagList: [...new Set([...tags, tag.trim()])].filter(Boolean), tag: '' });
  return (
    <>
      <Field
        label="Enter tags"
        name="tags"
        isLarge={false}
        value={tag}
        onValue={(value) => onChange({ tag: value })}
        onKeyDown={(event) => {
          // Input methods use Enter for a choice of their own.
          if ((event.key !== 'Enter' && event.key !== ',') || event.isComposing) return;
          event.preventDefault();
          add();
        }}
      />
      <div class="tag-list">
        {tags.map((name) => (
          <span key={name} class="tag-default tag-pill">
            <button
              type="button"
              aria-label={`Remove ${name}`}
              onClick={() => onChange({ tagList: tags.filter((other) => other !== name) })}
            >
              <Icon name="ion-close-round" />
            </button>
            {name}
          </span>
        ))}
      </div>
    </>
  );
}
