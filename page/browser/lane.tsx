import { describeHostState, findRoute } from '../../scripts/explain/group-view.ts';
import type { Moment } from '../../scripts/explain/moment.ts';
import { longestStepMs } from '../../scripts/record/describe-lines.ts';
import { useWidth } from './use-width.ts';
import { lookOf, renderTime } from './words.ts';

interface Props {
  name: string;
  moments: Moment[];
  fromMs: number;
  toMs: number;
}

interface Span {
  fromMs: number;
  toMs: number;
  state: string;
  /** Whether HAProxy routes to it; undefined where HAProxy does not know it. */
  routed: boolean | undefined;
}

/** One host over time: its state, and below it whether HAProxy routes to it. */
export function Lane({ name, moments, fromMs, toMs }: Props) {
  const { ref, width } = useWidth();
  const spans = listSpans(moments, name).filter((span) => span.toMs > fromMs);
  const place = (ms: number) => ((Math.max(fromMs, ms) - fromMs) / (toMs - fromMs)) * width;
  return (
    <div class="lane">
      <h3>{name}</h3>
      <div class="track" ref={ref}>
        {spans.map((span) => (
          <SpanBox key={span.fromMs} span={span} left={place(span.fromMs)} right={place(span.toMs)} />
        ))}
      </div>
    </div>
  );
}

function SpanBox({ span: { state, routed, fromMs, toMs }, left, right }: { span: Span; left: number; right: number }) {
  const { tone, sign, word } = lookOf(state);
  const room = right - left;
  const text = room > 9 * word.length + 24 ? `${sign} ${word}` : room > 18 ? sign : '';
  const routes = routed === undefined ? '' : routed ? ', HAProxy routes here' : ', HAProxy routes nothing here';
  const title = `${word}${routes}, ${renderTime(fromMs)} to ${renderTime(toMs)}`;
  const route = routed === undefined ? '' : routed ? 'routed' : 'unrouted';
  return (
    <span class={`span ${tone} ${route}`} title={title} style={{ left: `${left}px`, width: `${Math.max(1, room)}px` }}>
      {text}
    </span>
  );
}

// Equal moments in a row are one span; a time without moments is none.
function listSpans(moments: Moment[], name: string): Span[] {
  const spans: Span[] = [];
  for (const moment of moments) {
    const { atMs } = moment;
    const state = describeHostState(moment, name);
    const routed = findRoute(moment, name)?.routed;
    const last = spans.at(-1);
    const isNear = last && atMs - last.toMs <= 2 * longestStepMs;
    if (isNear) last.toMs = atMs;
    if (!isNear || last.state !== state || last.routed !== routed)
      spans.push({ fromMs: atMs, toMs: atMs, state, routed });
  }
  return spans;
}
