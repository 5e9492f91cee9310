import { describeHostState } from '../../scripts/explain/group-view.ts';
import type { Moment } from '../../scripts/explain/moment.ts';
import type { LabPage, PageHost } from '../lab-page.ts';
import { Actions } from './actions.tsx';
import { listFlows } from './flows.ts';
import { useStore } from './store.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { lookOf } from './words.ts';

interface Props {
  host: PageHost;
  lab: LabPage;
  moment: Moment;
}

/** One host: what it is, how it does, and what can be done to it. */
export function HostCard({ host: { name, title, address, canReload }, lab, moment }: Props) {
  const { shownMs, explainer } = useStore();
  const card = useKeptFocus();
  const isLive = !lab.isReplay && shownMs === undefined;
  const state = describeHostState(moment, name);
  const { tone, sign, word } = lookOf(state);
  return (
    <article class={`host ${tone}`} data-host={name} aria-label={`${name}, ${title}: ${word}`} tabIndex={-1} ref={card}>
      <h3>
        {name} <small>{title}</small>
      </h3>
      <p class="state">
        <span aria-hidden="true">{sign}</span> {word}
      </p>
      <p class="soft address">{address}</p>
      <Details name={name} moment={moment} />
      {lab.mayCommand && isLive && (
        <Actions
          name={name}
          state={moment.hosts[name] ?? 'unknown'}
          network={explainer.network.get(name)}
          canReload={canReload}
          isMachine={lab.hasFaults}
        />
      )}
    </article>
  );
}

function Details({ name, moment }: { name: string; moment: Moment }) {
  const { moments, atMs } = useStore();
  return (
    <ul class="flows">
      {listFlows({ name, moment, moments, atMs }).map(({ text, isBad }) => (
        <li key={text} class={isBad ? 'bad' : 'soft'}>
          {text}
        </li>
      ))}
    </ul>
  );
}
