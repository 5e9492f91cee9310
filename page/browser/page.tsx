import { Alerts } from './alerts.tsx';
import { Copies } from './copies.tsx';
import { Headline } from './headline.tsx';
import { Links } from './links.tsx';
import { Load } from './load.tsx';
import { Logs } from './logs.tsx';
import { Scrub } from './scrub.tsx';
import { Sight } from './sight.tsx';
import { findMoment, useStore } from './store.ts';
import { Timeline } from './timeline.tsx';
import { Beside, Topology } from './topology.tsx';
import { Tour } from './tour.tsx';
import { Why } from './why.tsx';

/** The whole page: the lab at the moment that is shown, and what led to it. */
export function Page() {
  const { lab, moments, atMs } = useStore();
  const moment = findMoment(moments, atMs);
  if (!lab || !moment)
    return <p class="waiting">{lab?.isReplay ? 'The record is empty.' : "Waiting for the lab's watcher …"}</p>;
  return (
    <main>
      <Headline lab={lab} moment={moment} />
      {!lab.isReplay && <Tour mayCommand={lab.mayCommand} newest={moments.at(-1) ?? moment} />}
      <Alerts lab={lab} />
      <Scrub />
      <div class="columns">
        <div class="stack">
          <Topology lab={lab} moment={moment} />
          <Beside lab={lab} moment={moment} />
          <Copies moment={moment} />
          <Timeline lab={lab} />
        </div>
        <div class="stack">
          <Sight moment={moment} />
          {!lab.isReplay && <Load mayCommand={lab.mayCommand} />}
          <Why />
        </div>
      </div>
      <Logs lab={lab} />
      {lab.links.length > 0 && <Links links={lab.links} />}
    </main>
  );
}
