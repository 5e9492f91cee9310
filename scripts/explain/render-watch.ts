import { describeHostState, findRoute } from './group-view.ts';
import { describeLab, type LabHead } from './headline.ts';
import { holdSilences } from './hold-silences.ts';
import type { Moment } from './moment.ts';
import type { Sentence, Story } from './story.ts';

export interface Watched {
  lab: LabHead;
  /** The moments of the last minutes. */
  moments: Moment[];
  stories: Story[];
}

export interface Screen {
  columns: number;
  rows: number;
}

const windowMs = 300_000;
const nameWidth = 12;
const stateWidth = 14;

/** What the page shows, as lines of a terminal: the sentence, a lane for each host, and why. */
export function renderWatch({ lab, moments, stories }: Watched, { columns, rows }: Screen): string[] {
  const now = moments.at(-1);
  if (!now) return ["Waiting for the lab's watcher …"];
  const { text, next } = describeLab(holdSilences({ moment: now, moments, stories }), lab);
  const head = [...wrap(`${text}.`, columns), ...wrap(next, columns), '', describeAnswers(moments), ''];
  const width = Math.max(10, columns - nameWidth - stateWidth - 1);
  const lanes = lab.hosts.map(({ name }) => {
    const state = describeHostState(now, name);
    return `${name.padEnd(nameWidth)}${state.padEnd(stateWidth)}${renderLane(moments, name, width)}`.trimEnd();
  });
  const legend = `${' '.repeat(nameWidth + stateWidth)}█ routed  ▓ runs  ▒ on its way  · away`;
  const room = Math.max(3, rows - head.length - lanes.length - 4);
  const why = stories.flatMap(({ sentences }) => sentences).sort((a, b) => a.atMs - b.atMs);
  const told = why.flatMap((sentence) => wrap(renderSentence(sentence), columns, 10));
  return [...head, ...lanes, legend, '', ...told.slice(-room)];
}

/** A sentence with the time of day, as one line. */
export const renderSentence = ({ atMs, text }: Sentence) => `${new Date(atMs).toLocaleTimeString('en-GB')}  ${text}`;

function describeAnswers(moments: Moment[]) {
  const api = moments.findLast(({ api }) => api !== undefined)?.api;
  if (!api) return 'The API was not asked yet';
  const { done, failed, seconds, p99Ms } = api;
  const slow = p99Ms === undefined ? '' : `, 99 of 100 within ${p99Ms} ms`;
  return `${(done / seconds).toFixed(0)} answers a second, ${failed} failed${slow}`;
}

function renderLane(moments: Moment[], name: string, width: number) {
  const endMs = moments.at(-1)?.atMs ?? 0;
  const cells = Array<string>(width).fill(' ');
  for (const moment of moments) {
    const place = Math.ceil(width - ((endMs - moment.atMs) / windowMs) * width) - 1;
    // The worst of the moments that share a cell is what must be seen.
    if (place >= 0 && place < width) cells[place] = worse(cells[place] ?? ' ', signOf(moment, name));
  }
  return cells.join('');
}

const signs = ' █▓▒·';
const worse = (one: string, other: string) => (signs.indexOf(one) > signs.indexOf(other) ? one : other);

function signOf(moment: Moment, name: string) {
  const state = describeHostState(moment, name);
  const isUp = state === 'ONLINE' || state === 'running';
  if (isUp) return findRoute(moment, name)?.routed === false ? '▓' : '█';
  return ['stopped', 'paused', 'unknown', 'GONE', 'OFFLINE', 'ERROR'].includes(state) ? '·' : '▒';
}

/** Breaks a text into lines; those after the first begin further in. */
export function wrap(text: string, columns: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > columns) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return text === '' ? [] : [...lines, line];
}
