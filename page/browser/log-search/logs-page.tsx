import { useEffect, useState } from 'preact/hooks';
import type { LogPageLab } from '../../log-page-lab.ts';
import { isLive } from '../dashboards/view-state.ts';
import { askForLab } from './ask.ts';
import { Filters } from './filters.tsx';
import { HistogramBars } from './histogram-bars.tsx';
import { LineList } from './line-list.tsx';
import { useAddress, useHistogram, useLines } from './use-logs.ts';

/** The lines of all logs that the log store keeps. */
export function LogsPage() {
  const [lab, setLab] = useState<LogPageLab>({ lab: 'The lab', hosts: [] });
  const { view, change } = useAddress();
  const [isStill, setStill] = useState(false);
  const { lines, hasMore, problem } = useLines(view, isStill);
  const histogram = useHistogram(view, isStill);
  useEffect(() => {
    void askForLab().then((found) => 'result' in found && setLab(found.result));
  }, []);
  return (
    <main class="log-search">
      <header>
        <p class="lab">
          <a href="/">{lab.lab}</a>
        </p>
        <h1>
          Logs{' '}
          <span class={isLive(view) && !isStill ? 'pill good' : 'pill cold'}>
            {describeSight(isLive(view), isStill)}
          </span>
        </h1>
      </header>
      <Filters view={view} hosts={lab.hosts} change={change} isStill={isStill} setStill={setStill} />
      {problem && (
        <p class="bad" role="alert">
          {problem}
        </p>
      )}
      {histogram && (
        <HistogramBars histogram={histogram} zoom={(fromMs, toMs) => change({ from: `${fromMs}`, to: `${toMs}` })} />
      )}
      <section class="card" aria-label="Lines">
        {lines.length === 0 && !problem && <p class="soft">No line was found.</p>}
        <LineList lines={lines} change={change} />
        {hasMore && <p class="soft">These are the newest {lines.length}; there are more.</p>}
      </section>
    </main>
  );
}

function describeSight(live: boolean, isStill: boolean) {
  if (!live) return 'of a time that is over';
  return isStill ? 'held still' : 'live';
}
