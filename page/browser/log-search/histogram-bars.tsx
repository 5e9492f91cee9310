import type { Histogram } from '../../../roles/log-store/log-line.ts';
import { renderMoment } from '../dashboards/moments.ts';

/** How many lines there are in each part of the time, warnings and errors at the foot; a click shows that part. */
export function HistogramBars({ histogram, zoom }: { histogram: Histogram; zoom(fromMs: number, toMs: number): void }) {
  const { fromMs, stepMs, counts, isWhole } = histogram;
  const toMs = fromMs + stepMs * counts.length;
  const most = Math.max(1, ...counts.map(({ total }) => total));
  const told = `${isWhole ? '' : 'at least '}${describe(sum(counts))}`;
  const name = (ms: number) => renderMoment(ms / 1_000, { fromS: fromMs / 1_000, toS: toMs / 1_000 });
  return (
    <figure class="card histogram">
      <figcaption>{told}</figcaption>
      <div class="columns-of-lines" role="img" aria-label={`${told} from ${name(fromMs)} to ${name(toMs)}`}>
        {counts.map((count, index) => {
          const atMs = fromMs + index * stepMs;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list of times does the same for the keyboard
            // biome-ignore lint/a11y/noStaticElementInteractions: to a reader of screens all columns are one picture
            <span
              key={index}
              title={`${name(atMs)}: ${describe(count)}`}
              onClick={() => zoom(Math.floor(atMs), Math.ceil(atMs + stepMs))}
            >
              <i class="others" style={{ height: heightOf(count.total - count.warning - count.error, most) }} />
              <i class="warnings" style={{ height: heightOf(count.warning, most) }} />
              <i class="errors" style={{ height: heightOf(count.error, most) }} />
            </span>
          );
        })}
      </div>
      <p class="axis soft">
        <span>{name(fromMs)}</span>
        <span>{name(toMs)}</span>
      </p>
    </figure>
  );
}

// A single line is seen beside thousands.
const heightOf = (count: number, most: number) => (count === 0 ? '0' : `max(2px, ${(count / most) * 100}%)`);

type Count = Histogram['counts'][number];

const sum = (counts: Count[]) =>
  counts.reduce((all, { total, warning, error }) => ({
    total: all.total + total,
    warning: all.warning + warning,
    error: all.error + error,
  }));

const describe = ({ total, warning, error }: Count) =>
  [renderCount(total, 'line'), renderCount(warning, 'warning'), renderCount(error, 'error')].join(', ');

const renderCount = (count: number, what: string) =>
  `${count.toLocaleString('en-GB')} ${what}${count === 1 ? '' : 's'}`;
