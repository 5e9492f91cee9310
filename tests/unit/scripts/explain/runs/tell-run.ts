import { explain } from '../../../../../scripts/explain/explainer.ts';
import { createEntryReader } from '../../../../../scripts/explain/moment.ts';
import { describeClients, type Story } from '../../../../../scripts/explain/story.ts';
import type { RecordLine } from '../../../../../scripts/record/lines.ts';

/** What is told of a run, as text: its stories, and the seconds since the record began. */
export function tellRun(lines: RecordLine[]): string {
  const beganMs = lines[0]?.atMs ?? 0;
  const stories = explain(lines.map(createEntryReader()));
  if (stories.length === 0) return 'Nothing happened.\n';
  return stories.map((story) => tellStory(story, beganMs)).join('\n');
}

function tellStory(story: Story, beganMs: number) {
  const at = (ms: number) => ((ms - beganMs) / 1_000).toFixed(1).padStart(6);
  const end = story.endedMs === undefined ? 'not over' : `over at${at(story.endedMs)}`;
  return [
    `${story.hosts.join(', ') || 'The lab'}: ${end}`,
    ...story.sentences.map(({ atMs, text }) => `${at(atMs)}  ${text}`),
    `${' '.repeat(8)}${describeClients(story)}`,
    '',
  ].join('\n');
}
