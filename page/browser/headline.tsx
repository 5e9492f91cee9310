import { describeLab } from '../../scripts/explain/headline.ts';
import { holdSilences } from '../../scripts/explain/hold-silences.ts';
import type { Moment } from '../../scripts/explain/moment.ts';
import { lastsMs } from '../../scripts/explain/silences.ts';
import type { LabPage } from '../lab-page.ts';
import { longestSilenceMs } from './connection.ts';
import { hasLogs } from './log-link.ts';
import { sliceMoments } from './slice-moments.ts';
import { useStore } from './store.ts';
import { renderTime } from './words.ts';

const signs = { good: '●', warn: '◐', bad: '✕' };

/** The state of the lab in one sentence, and what is done about it. */
export function Headline({ lab, moment }: { lab: LabPage; moment: Moment }) {
  const store = useStore();
  const moments = sliceMoments(store.moments, moment.atMs - lastsMs(false), moment.atMs);
  const told = holdSilences({ moment, moments, stories: store.explainer.stories });
  const { tone, text, next } = describeLab(told, lab);
  const seen = describeSight(store);
  const isOld = seen.tone === 'bad';
  return (
    <header class={`headline ${isOld ? 'cold' : tone}`}>
      <p class="lab">
        {lab.name} <span class={`pill ${seen.tone}`}>{seen.text}</span>
        {hasDashboards(lab) && <a href="/dashboards">Dashboards</a>}
        {hasLogs(lab) && <a href="/logs">Logs</a>}
      </p>
      <h1 aria-live="polite">
        <span class="sign" aria-hidden="true">
          {isOld ? '○' : signs[tone]}
        </span>
        <span>
          {isOld && 'When last seen: '}
          {text}.
        </span>
      </h1>
      <p class="next">{next}</p>
    </header>
  );
}

const hasDashboards = ({ hosts, isReplay }: LabPage) => !isReplay && hosts.some(({ role }) => role === 'prometheus');

/** Whether what is shown is so now. */
function describeSight({ isConnected, lab, shownMs, atMs, silentMs }: ReturnType<typeof useStore>) {
  const at = renderTime(atMs);
  if (shownMs !== undefined || lab?.isReplay) return { tone: 'cold', text: `at ${at}` };
  if (!isConnected) return { tone: 'bad', text: `the watcher does not answer; last seen at ${at}` };
  if (silentMs > longestSilenceMs)
    return { tone: 'bad', text: `nothing new was recorded since ${at}: ./lab logs watcher says why` };
  return { tone: 'good', text: 'live' };
}
