import { defineCommand } from 'citty';
import { Explainer } from '../../explain/explainer.ts';
import { addMoment, createEntryReader, type Moment } from '../../explain/moment.ts';
import { renderSentence, renderWatch } from '../../explain/render-watch.ts';
import type { Sentence } from '../../explain/story.ts';
import { describeLab, type Lab, openLab } from '../../lab/open-lab.ts';
import { followRecord } from '../../record/reader.ts';
import { recordDir } from '../../record/segments.ts';

const windowMs = 300_000;
const drawEveryMs = 500;

export const watch = defineCommand({ run: async () => watchLab(await openLab()) });

/** Shows the lab's state, its last minutes and why, until Ctrl-C. */
export async function watchLab({ target, config }: Lab) {
  const end = new AbortController();
  process.once('SIGINT', () => end.abort());
  const [read, explainer, moments] = [createEntryReader(), new Explainer(), [] as Moment[]];
  const show = process.stdout.isTTY ? createScreen() : createLines();
  const timer = setInterval(() => {
    const { stories } = explainer;
    show({ lab: describeLab(target), moments, stories });
  }, drawEveryMs);
  const sinceMs = Date.now() - windowMs;
  for await (const line of followRecord(recordDir(config.stateDir), { sinceMs, signal: end.signal })) {
    const entry = read(line);
    explainer.add(entry);
    if (entry.type === 'moment') addMoment(moments, entry);
    while ((moments[0]?.atMs ?? 0) < entry.atMs - windowMs) moments.shift();
  }
  clearInterval(timer);
}

type Watched = Parameters<typeof renderWatch>[0];

function createScreen() {
  return (watched: Watched) => {
    const { columns, rows } = process.stdout;
    const lines = renderWatch(watched, { columns: Math.min(columns, 120), rows });
    process.stdout.write(`\u001b[H${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`);
  };
}

// Into a file or a pipe go the sentences alone, each once.
function createLines() {
  const printed = new Set<Sentence>();
  return ({ stories }: Watched) => {
    for (const sentence of stories.flatMap(({ sentences }) => sentences)) {
      if (printed.has(sentence)) continue;
      printed.add(sentence);
      console.log(renderSentence(sentence));
    }
  };
}
