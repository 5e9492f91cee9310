import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Moment } from '../../scripts/explain/moment.ts';
import type { LabPage } from '../lab-page.ts';
import { drawAnswers, drawTimes } from './charts.ts';
import { Lane } from './lane.tsx';
import { sliceMoments } from './slice-moments.ts';
import { store, useStore, windows } from './store.ts';
import { renderTime } from './words.ts';

/** The last minutes on one axis: answers, times, and a lane for each host, with the faults marked. */
export function Timeline({ lab }: { lab: LabPage }) {
  const { moments, atMs, windowMs } = useStore();
  const range = { fromMs: atMs - windowMs, toMs: atMs };
  const shown = sliceMoments(moments, range.fromMs, range.toMs);
  return (
    <section class="card timeline" aria-label="The last minutes">
      <div class="title">
        <h2>The last minutes</h2>
        <fieldset aria-label="How much is shown">
          {windows.map(([ms, text]) => (
            <button key={ms} type="button" aria-pressed={windowMs === ms} onClick={() => setWindow(ms)}>
              {text}
            </button>
          ))}
        </fieldset>
      </div>
      <Chart title="Answers a second" legend={['done', 'failed']} draw={drawAnswers} moments={shown} {...range} />
      <Chart
        title="Time to the answer"
        legend={['half', '99 of 100', 'slowest']}
        draw={drawTimes}
        moments={shown}
        {...range}
      />
      <div class="lanes">
        {lab.hosts.map(({ name }) => (
          <Lane key={name} name={name} moments={shown} {...range} />
        ))}
        <Marks {...range} />
      </div>
      <p class="axis soft">
        <span>{renderTime(range.fromMs)}</span>
        <span>{renderTime(range.toMs)}</span>
      </p>
    </section>
  );
}

function setWindow(ms: number) {
  store.windowMs = ms;
  store.tell();
}

export interface Range {
  fromMs: number;
  toMs: number;
}

interface ChartProps extends Range {
  title: string;
  legend: string[];
  draw: typeof drawAnswers;
  moments: Moment[];
}

function Chart({ title, legend, draw, moments, fromMs, toMs }: ChartProps) {
  const ref = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const fill = useRef<(() => void) | undefined>(undefined);
  fill.current = () => {
    plot.current?.setData(draw.read(moments));
    plot.current?.setScale('x', { min: fromMs / 1_000, max: toMs / 1_000 });
  };
  useEffect(() => {
    const place = ref.current as HTMLDivElement;
    const make = () => {
      plot.current?.destroy();
      plot.current = draw(place, uPlot);
      fill.current?.();
    };
    const resize = () => plot.current?.setSize({ width: place.clientWidth, height: 110 });
    const observer = new ResizeObserver(resize);
    // The colours of a canvas are those of the moment at which it was drawn.
    const looks = ['(prefers-color-scheme: dark)', 'print'].map((query) => matchMedia(query));
    make();
    observer.observe(place);
    for (const look of looks) look.addEventListener('change', make);
    return () => {
      observer.disconnect();
      for (const look of looks) look.removeEventListener('change', make);
      plot.current?.destroy();
    };
  }, []);
  useEffect(() => fill.current?.(), [moments.at(-1)?.atMs, fromMs, toMs]);
  return (
    <figure class="chart">
      <figcaption>
        {title}
        {legend.map((name, index) => (
          <span key={name} class={`key key-${draw.colours[index]}`}>
            {name}
          </span>
        ))}
      </figcaption>
      <div class="plot" ref={ref}>
        <Marks fromMs={fromMs} toMs={toMs} />
      </div>
    </figure>
  );
}

// A mark where something was done, with the number of its story.
function Marks({ fromMs, toMs }: Range) {
  const { explainer } = useStore();
  const marks = explainer.stories.flatMap(({ sentences }, index) =>
    sentences
      .filter(({ tone, atMs }) => tone === 'cause' && atMs >= fromMs && atMs <= toMs)
      .map(({ atMs, text }) => ({ atMs, text, number: index + 1 })),
  );
  const placeOf = (atMs: number) => ((atMs - fromMs) / (toMs - fromMs)) * 100;
  // Numbers of marks that are close together would cover each other.
  const isApart = (index: number) => placeOf(marks[index]?.atMs ?? 0) - placeOf(marks[index - 1]?.atMs ?? 0) > 4;
  return (
    <div class="marks">
      {marks.map(({ atMs, text, number }, index) => (
        <span key={`${atMs} ${text}`} title={text} style={{ left: `${placeOf(atMs)}%` }}>
          {isApart(index) && <b>{number}</b>}
        </span>
      ))}
    </div>
  );
}
