import { useEffect, useRef, useState } from 'preact/hooks';
import type { Panel } from '../../../roles/prometheus/dashboard-schema.ts';
import { About } from './about.tsx';
import { BarGauge } from './bar-gauge.tsx';
import { DataTable } from './data-table.tsx';
import type { PanelData, View } from './drawing.ts';
import { loadPanel } from './load-panel.ts';
import { StatBox } from './stat-box.tsx';
import { StateTimeline } from './state-timeline.tsx';
import { TimeSeries } from './time-series.tsx';

/** A panel in its place: title, what it is about, and its data as soon as they are there. */
export function PanelBox({ panel, view }: { panel: Panel; view: View }) {
  const ref = useRef<HTMLElement>(null);
  const { data, problem } = useData(panel, view, ref);
  const { x, y, w, h } = panel.gridPos;
  const place = { '--column': `${x + 1} / span ${w}`, '--row': `${y + 1} / span ${h}` };
  return (
    <section ref={ref} class={`card panel of-${panel.type}`} style={place} aria-label={panel.title}>
      <h2>{panel.title}</h2>
      {panel.type !== 'stat' && <About panel={panel} />}
      {problem && <p class="bad">{problem}.</p>}
      {data ? <Drawn panel={panel} data={data} view={view} /> : !problem && <p class="soft">Prometheus is asked …</p>}
    </section>
  );
}

function Drawn({ panel, ...rest }: { panel: Panel; data: PanelData; view: View }) {
  switch (panel.type) {
    case 'timeseries':
      return <TimeSeries panel={panel} {...rest} />;
    case 'state-timeline':
      return <StateTimeline panel={panel} {...rest} />;
    case 'stat':
      return <StatBox panel={panel} {...rest} />;
    case 'bargauge':
      return <BarGauge panel={panel} {...rest} />;
    case 'table':
      return <DataTable panel={panel} {...rest} />;
  }
}

// What was drawn stays until the next answer is there.
function useData(panel: Panel, view: View, ref: { current: HTMLElement | null }) {
  const [data, setData] = useState<PanelData>();
  const [problem, setProblem] = useState('');
  const isSeen = useIsSeen(ref);
  const { fromS, toS } = view.range;
  useEffect(() => {
    if (!isSeen) return;
    const end = new AbortController();
    const widthPx = ref.current?.clientWidth ?? 400;
    void loadPanel(panel, { view, widthPx, signal: end.signal }).then((found) => {
      if (end.signal.aborted) return;
      if ('result' in found) setData(found.result);
      setProblem('problem' in found ? found.problem : '');
    });
    return () => end.abort();
  }, [isSeen, fromS, toS, JSON.stringify(view.choices)]);
  return { data, problem };
}

// A panel that is out of sight asks nothing.
function useIsSeen(ref: { current: HTMLElement | null }) {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setIsSeen(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: '300px',
    });
    observer.observe(ref.current as HTMLElement);
    return () => observer.disconnect();
  }, []);
  return isSeen;
}
