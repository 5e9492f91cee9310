import { describeLab } from '../../scripts/explain/headline.ts';
import type { Moment } from '../../scripts/explain/moment.ts';
import type { LabPage } from '../lab-page.ts';
import { longestSilenceMs } from './connection.ts';
import { useStore } from './store.ts';
import { renderTime } from './words.ts';

const signs = { good: '●', warn: '◐', bad: '✕' };

/** The state of the lab in one sentence, and what is done about it. */
export function Headline({ lab, moment }: { lab: LabPage; moment: Moment }) {
  const { tone, text, next } = describeLab(moment, lab);
  return (
    <header class={`headline ${tone}`}>
      <p class="lab">
        {lab.name} <Now />
        {hasDashboards(lab) && <a href="/dashboards">Dashboards</a>}
      </p>
      <h1 aria-live="polite">
        <span class="sign" aria-hidden="true">
          {signs[tone]}
        </span>
        <span>{text}.</span>
      </h1>
      <p class="next">{next}</p>
    </header>
  );
}

const hasDashboards = ({ hosts, isReplay }: LabPage) => !isReplay && hosts.some(({ role }) => role === 'prometheus');

function Now() {
  const { isConnected, lab, shownMs, atMs, silentMs } = useStore();
  if (shownMs !== undefined || lab?.isReplay) return <span class="pill cold">at {renderTime(atMs)}</span>;
  if (!isConnected) return <span class="pill bad">the watcher does not answer; last seen at {renderTime(atMs)}</span>;
  if (silentMs > longestSilenceMs)
    return <span class="pill bad">nothing new was recorded since {renderTime(atMs)}: ./lab logs watcher says why</span>;
  return <span class="pill good">live</span>;
}
