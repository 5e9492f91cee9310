import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Field } from '../../../roles/prometheus/dashboard-schema.ts';
import { isLog, isStacked, type Line, makeOptions } from './plot-options.ts';
import type { Value } from './series.ts';
import { stackValues } from './stack.ts';
import type { TimeRange } from './view-state.ts';

interface Props {
  field: Field;
  lines: Line[];
  timesS: number[];
  range: TimeRange;
  title: string;
  zoom(fromS: number, toS: number): void;
  /** Says which point the cursor is at; undefined for none. */
  onPoint(index: number | undefined): void;
}

/** The lines on a canvas. The arrow keys move the cursor as the mouse does. */
export function Plot(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const fill = () => {
    const { lines, timesS, range, field } = latest.current;
    const rows = lines.map(({ values }) => values);
    const drawn = isStacked(field) ? stackValues(rows).reverse() : isLog(field) ? rows.map(dropZeros) : rows;
    plot.current?.batch(() => {
      plot.current?.setData([timesS, ...drawn] as uPlot.AlignedData, false);
      plot.current?.setScale('x', { min: range.fromS, max: range.toS });
    });
  };
  const names = props.lines.map(({ name, colour }) => `${name} ${colour}`).join();
  useEffect(() => {
    const box = place.current as HTMLDivElement;
    const make = () => {
      plot.current?.destroy();
      const { field, lines, zoom, onPoint } = latest.current;
      const drawn = isStacked(field) ? lines.toReversed() : lines;
      const options = makeOptions({ field, lines: drawn, widthPx: box.clientWidth || 300, onPoint, onZoom: zoom });
      plot.current = new uPlot(options, [[], ...lines.map(() => [])] as uPlot.AlignedData, box);
      fill();
    };
    const observer = new ResizeObserver(() => {
      if (plot.current && box.clientWidth !== plot.current.width)
        plot.current.setSize({ width: box.clientWidth, height: plot.current.height });
    });
    // The colours of a canvas are those of the moment at which it was drawn.
    const look = matchMedia('(prefers-color-scheme: dark)');
    make();
    observer.observe(box);
    look.addEventListener('change', make);
    return () => {
      observer.disconnect();
      look.removeEventListener('change', make);
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [names]);
  useEffect(fill, [props.timesS, props.range, names]);
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const { timesS, range } = latest.current;
    if (step === undefined || !plot.current) return;
    event.preventDefault();
    const inView = timesS.map((_, index) => index).filter((index) => (timesS[index] ?? 0) >= range.fromS);
    const at = step(plot.current.cursor.idx ?? inView.at(-1) ?? 0, inView);
    plot.current.setCursor({ left: plot.current.valToPos(timesS[at] ?? 0, 'x'), top: 0 });
  };
  return (
    <div
      ref={place}
      class="plot"
      role="img"
      aria-label={`${props.title}: arrow keys move through time`}
      tabindex={0}
      onKeyDown={move}
    />
  );
}

const dropZeros = (values: Value[]) => values.map((value) => (typeof value === 'number' && value <= 0 ? null : value));

type Step = (at: number, inView: number[]) => number;

const within = (at: number, inView: number[]) => Math.max(inView[0] ?? 0, Math.min(inView.at(-1) ?? 0, at));

const steps: Record<string, Step> = {
  ArrowLeft: (at, inView) => within(at - 1, inView),
  ArrowRight: (at, inView) => within(at + 1, inView),
  Home: (_, inView) => inView[0] ?? 0,
  End: (_, inView) => inView.at(-1) ?? 0,
};
