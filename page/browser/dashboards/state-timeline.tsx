import type { Field } from '../../../roles/prometheus/dashboard-schema.ts';
import { useWidth } from '../use-width.ts';
import type { Drawing, PanelData } from './drawing.ts';
import { fieldFor, lookOfValue, type Tone, tones } from './looks.ts';
import { renderMoment } from './moments.ts';
import { NoData } from './no-data.tsx';
import { listSpans, type StateSpan } from './state-spans.ts';

/** The states of each series over time, a row for each. */
export function StateTimeline({ panel, data }: Drawing<'state-timeline'>) {
  const { timesS, series } = data.columns;
  const { range, stepS } = data;
  if (series.length === 0) return <NoData range={range} />;
  return (
    <>
      <div class="lanes">
        {series.map(({ name, values }) => (
          <Row
            key={name}
            name={name}
            field={fieldFor(panel.fieldConfig, name)}
            spans={listSpans(timesS, values, stepS)}
            range={range}
          />
        ))}
      </div>
      <p class="axis soft">
        {[0, 0.5, 1].map((part) => (
          <span key={part}>{renderMoment(range.fromS + part * (range.toS - range.fromS), range)}</span>
        ))}
      </p>
    </>
  );
}

interface RowProps extends Pick<PanelData, 'range'> {
  name: string;
  field: Field;
  spans: StateSpan[];
}

function Row({ name, field, spans, range }: RowProps) {
  const { ref, width } = useWidth();
  const place = (atS: number) =>
    ((Math.min(range.toS, Math.max(range.fromS, atS)) - range.fromS) / (range.toS - range.fromS)) * width;
  const last = spans.at(-1);
  return (
    <div class="lane">
      <h3>
        {name} <Last span={last} field={field} range={range} />
      </h3>
      <div class="track" ref={ref}>
        {spans.map((span) => (
          <SpanBox key={span.fromS} {...{ span, field, range }} left={place(span.fromS)} right={place(span.toS)} />
        ))}
      </div>
      <p class="hidden">{spans.slice(-6).map((span) => `${describeSpan(span, field, range)}. `)}</p>
    </div>
  );
}

// The state at the end, or since when there is none.
function Last({ span, field, range }: { span: StateSpan | undefined; field: Field; range: PanelData['range'] }) {
  const nothing = field.noValue ?? 'no data';
  if (!span) return <span class="soft">{nothing}</span>;
  if (range.toS - span.toS > 30)
    return (
      <span class="soft">
        {nothing} since {renderMoment(span.toS, range)}
      </span>
    );
  const { text, tone } = lookOfValue(span.value, field);
  return (
    <span class={tone}>
      <span aria-hidden="true">{signOf(tone)}</span> {text}
    </span>
  );
}

const describeSpan = ({ value, fromS, toS }: StateSpan, field: Field, range: PanelData['range']) =>
  `${lookOfValue(value, field).text}, ${renderMoment(fromS, range)} to ${renderMoment(toS, range)}`;

const signOf = (tone: Tone) => tones[tone].sign || '○';

interface SpanProps extends Pick<PanelData, 'range'> {
  span: StateSpan;
  field: Field;
  left: number;
  right: number;
}

function SpanBox({ span, field, range, left, right }: SpanProps) {
  const { text, tone } = lookOfValue(span.value, field);
  const sign = signOf(tone);
  const room = right - left;
  const shown = room > 8 * text.length + 24 ? `${sign} ${text}` : room > 18 ? sign : '';
  const title = describeSpan(span, field, range);
  return (
    <span
      class={`span ${tone === 'plain' ? 'cold' : tone}`}
      title={title}
      style={{ left: `${left}px`, width: `${Math.max(2, room)}px` }}
    >
      {shown}
    </span>
  );
}
