import type { Run, Sample } from '../../history.ts';
import { escapeHtml } from '../escape-html.ts';
import { type Frame, measureText, type Panel, round } from './frame.ts';
import { drawHeading } from './heading.ts';

const laneHeight = 46;
const barHeight = 16;

const marks: Record<string, string> = {
  ONLINE: 'online',
  RECOVERING: 'recovering',
  UNREACHABLE: 'unreachable',
  'no answer': 'silent',
};

/** A lane for each member: its state, and below it the time in which HAProxy routed clients to it. */
export function drawLanes(frame: Frame, { samples }: Run): Panel {
  const names = [...new Set(samples.flatMap(({ members }) => Object.keys(members)))].sort();
  const heading = drawHeading(frame, {
    title: 'Members',
    legend: [
      { text: 'ONLINE', mark: 'online' },
      { text: 'RECOVERING', mark: 'recovering' },
      { text: 'no answer', mark: 'silent' },
      { text: 'UNREACHABLE', mark: 'unreachable' },
      { text: 'out of the group', mark: 'gone' },
      { text: 'thin: HAProxy sends clients', mark: 'p99' },
    ],
  });
  const lanes = names.map((name, index) => {
    const stretches = findStretches(samples, name, { endMs: frame.seconds * 1_000 });
    return drawLane(frame, { name, stretches, top: heading.height + index * laneHeight });
  });
  return { svg: heading.svg + lanes.join(''), height: heading.height + names.length * laneHeight };
}

interface Lane {
  name: string;
  stretches: Stretch[];
  top: number;
}

function drawLane(frame: Frame, { name, stretches, top }: Lane) {
  const label = `<text x="${frame.left}" y="${top + 11}" class="soft">${escapeHtml(name)}</text>`;
  return label + stretches.map((stretch) => drawStretch(frame, stretch, { top: top + 16 })).join('');
}

function drawStretch(frame: Frame, { fromMs, toMs, state, routed }: Stretch, { top }: Pick<Lane, 'top'>) {
  const x = frame.x(fromMs / 1_000);
  const width = round(Math.max(frame.x(toMs / 1_000) - x, 1));
  const bar = (y: number, height: number, mark: string) =>
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" class="${mark}"/>`;
  const text = `<text x="${round(x + width / 2)}" y="${top + 12}" class="on middle">${escapeHtml(state)}</text>`;
  const route = routed ? bar(top + barHeight + 2, 4, 'p99') : '';
  return bar(top, barHeight, marks[state] ?? 'gone') + (measureText(state) * 0.85 + 4 < width ? text : '') + route;
}

/** A time in which a member's state did not change. */
interface Stretch {
  fromMs: number;
  toMs: number;
  state: string;
  routed: boolean;
}

/** The stretches of one member until the run ended. */
export function findStretches(samples: Sample[], name: string, { endMs }: { endMs: number }): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { atMs, members } of samples) {
    const member = members[name];
    if (!member || atMs > endMs) continue;
    const last = stretches.at(-1);
    if (last) last.toMs = atMs;
    const state = nameState(member);
    if (last?.state === state && last.routed === member.routed) continue;
    stretches.push({ fromMs: atMs, toMs: atMs, state, routed: member.routed });
  }
  return stretches;
}

/** A member's state in a word: what the others say of it, if they know better. */
export function nameState({ state, seenAs }: Sample['members'][string]) {
  if (seenAs === 'UNREACHABLE') return 'UNREACHABLE';
  if (seenAs === 'GONE' && (state === 'DOWN' || state === 'ONLINE')) return 'expelled';
  return state === 'DOWN' ? 'no answer' : state;
}
