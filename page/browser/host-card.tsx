import { useState } from 'preact/hooks';
import { describeHostState } from '../../scripts/explain/group-view.ts';
import type { Moment } from '../../scripts/explain/moment.ts';
import type { LabPage, PageHost } from '../lab-page.ts';
import { command } from './connection.ts';
import { listFlows } from './flows.ts';
import { useStore } from './store.ts';
import { lookOf } from './words.ts';

interface Props {
  host: PageHost;
  lab: LabPage;
  moment: Moment;
}

/** One host: what it is, how it does, and what can be done to it. */
export function HostCard({ host: { name, title, address }, lab, moment }: Props) {
  const { shownMs } = useStore();
  const state = describeHostState(moment, name);
  const { tone, sign, word } = lookOf(state);
  return (
    <article class={`host ${tone}`} data-host={name} aria-label={`${name}, ${title}: ${word}`}>
      <h3>
        {name} <small>{title}</small>
      </h3>
      <p class="state">
        <span aria-hidden="true">{sign}</span> {word}
      </p>
      <p class="soft address">{address}</p>
      <Details name={name} moment={moment} />
      {lab.mayCommand && !lab.isReplay && shownMs === undefined && <Actions name={name} state={moment.hosts[name]} />}
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

const possible: Record<string, string[]> = {
  running: ['kill', 'stop', 'pause'],
  paused: ['resume', 'kill'],
  stopped: ['start'],
  restarting: ['stop'],
};

const labels: Record<string, string> = {
  kill: 'Kill',
  stop: 'Stop',
  pause: 'Pause',
  resume: 'Resume',
  start: 'Start',
};

function Actions({ name, state = '' }: { name: string; state: string | undefined }) {
  const actions = possible[state] ?? [];
  const [shown, setShown] = useState('');
  const [underWay, setUnderWay] = useState('');
  const [said, setSaid] = useState('');
  const act = async (action: string) => {
    setUnderWay(action);
    setSaid('');
    const { done, text } = await command([action, name]);
    setUnderWay('');
    if (!done) setSaid(text);
  };
  const word = actions.includes(shown) ? shown : actions[0];
  return (
    <div class="actions">
      {actions.map((action) => (
        <button
          key={action}
          type="button"
          class={action}
          disabled={underWay === action}
          aria-label={`${labels[action]} ${name}`}
          onMouseEnter={() => setShown(action)}
          onFocus={() => setShown(action)}
          onClick={() => act(action)}
        >
          {labels[action]}
        </button>
      ))}
      {word && <code>./lab {`${word} ${name}`}</code>}
      <p role="status">{said || (underWay && `${labels[underWay]} is under way …`)}</p>
    </div>
  );
}
