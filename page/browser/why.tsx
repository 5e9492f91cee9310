import { describeClients, renderSeconds, type Sentence, type Story } from '../../scripts/explain/story.ts';
import { isFile } from './connection.ts';
import { hasLogs, linkToLogs } from './log-link.ts';
import { useStore } from './store.ts';
import { renderTime } from './words.ts';

const maxStories = 8;

/** What happened, as sentences with their cause and the seconds between. */
export function Why() {
  const { explainer, atMs } = useStore();
  const told = explainer.stories.map((story, index) => ({ story, number: index + 1 }));
  const until = told.filter(({ story }) => story.beganMs <= atMs).slice(-maxStories);
  return (
    <section class="card why" aria-label="Why">
      <h2>Why</h2>
      {until.length === 0 && <p class="soft">Nothing has happened to the lab in the time that the record covers.</p>}
      <ol aria-live="polite">
        {until.reverse().map(({ story, number }, index) => (
          <StoryItem key={story.beganMs} story={story} number={number} atMs={atMs} isNewest={index === 0} />
        ))}
      </ol>
    </section>
  );
}

function StoryItem({ story, number, atMs, isNewest }: StoryProps) {
  const { shownMs, lab } = useStore();
  const sentences = story.sentences.filter((sentence) => sentence.atMs <= atMs);
  // A command about no host in particular is told, and is no fault.
  const isOver = story.hosts.length === 0 || (story.endedMs !== undefined && story.endedMs <= atMs);
  return (
    <li class={isOver ? 'story over' : 'story'}>
      <details open={isNewest || !isOver}>
        <summary class="about">
          <span class="number">{number}</span>
          <b>{story.hosts.join(', ') || 'The lab'}</b>
          <span class="soft">
            {renderTime(story.beganMs)}
            {isOver && story.endedMs !== undefined && `, over after ${renderSeconds(story.endedMs - story.beganMs)}`}
          </span>
        </summary>
        {sentences.map((sentence) => (
          <SentenceItem key={`${sentence.atMs} ${sentence.text}`} {...sentence} />
        ))}
        {lab && hasLogs(lab) && (
          <p>
            <a href={linkToLogs({ fromMs: story.beganMs - 1_000, toMs: (story.endedMs ?? atMs) + 1_000 })}>
              Lines of the logs
            </a>
          </p>
        )}
        {story.hosts.length > 0 && (isOver || shownMs === undefined) && (
          // They change each second: a screen reader says the sentences alone.
          <p class="clients" aria-live="off">
            {describeClients(story)}
          </p>
        )}
      </details>
    </li>
  );
}

interface StoryProps {
  story: Story;
  number: number;
  atMs: number;
  isNewest: boolean;
}

// A number stays with its unit, and a name such as mysql-2 is not broken at its hyphen.
function keepTogether(text: string) {
  const parts = text.replaceAll(/(\d) (s|min|ms)\b/g, '$1\u00a0$2').split(/(\b[a-z]+-\d+\b)/);
  return parts.map((part, index) => (index % 2 === 1 ? <span class="whole">{part}</span> : part));
}

function SentenceItem({ atMs, text, tone, evidence, docs }: Sentence) {
  const store = useStore();
  return (
    <div class={`sentence ${tone}`}>
      <p>
        {keepTogether(text)}{' '}
        <button type="button" class="link" onClick={() => store.show(atMs)} aria-label={`Show ${renderTime(atMs)}`}>
          {renderTime(atMs)}
        </button>
      </p>
      {(evidence || docs) && (
        <details>
          <summary>Evidence</summary>
          {evidence && <p>{evidence}</p>}
          {docs && (
            <p>
              {isFile ? (
                `docs/${docs}.md`
              ) : (
                <a href={`/docs?name=${docs}`} target="_blank" rel="noreferrer">
                  docs/{docs}.md
                </a>
              )}{' '}
              explains it.
            </p>
          )}
        </details>
      )}
    </div>
  );
}
