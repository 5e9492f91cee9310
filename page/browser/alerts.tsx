import { useEffect, useState } from 'preact/hooks';
import type { Alerts as AlertList } from '../../roles/alertmanager/alerts.ts';
import type { LabPage } from '../lab-page.ts';
import { aroundMs, hasLogs, linkToLogs } from './log-link.ts';
import { renderTime } from './words.ts';

const everyMs = 2_000;
const title = document.title;

/** What Alertmanager tells at this moment; undefined until it has been asked. */
type Answer = AlertList | { problem: string } | undefined;

/** The alerts in force, where the lab has the profile `monitor`; the title of the page counts them. */
export function Alerts({ lab }: { lab: LabPage }) {
  const isOn = !lab.isReplay && lab.hosts.some(({ role }) => role === 'alertmanager');
  const answer = useAlerts(isOn);
  const told = answer && 'alerts' in answer ? answer.alerts.filter(({ inhibited }) => !inhibited) : [];
  useEffect(() => {
    document.title = told.length > 0 ? `(${told.length}) ${title}` : title;
  }, [told.length]);
  if (!isOn || !answer) return null;
  const problem = 'problem' in answer ? answer.problem : !answer.isWatched && 'Prometheus tells Alertmanager nothing';
  return (
    <section class="card" aria-label="Alerts">
      <h2>Alerts</h2>
      {problem && <p class="bad">{problem}: the watchman is blind.</p>}
      {!problem && told.length === 0 && <p class="soft">No alert is in force.</p>}
      <ul class="alerts" aria-live="polite">
        {told.map(({ name, instance, severity, summary, look, runbook, sinceMs }) => (
          <li key={`${name} ${instance}`}>
            <b class={severity === 'critical' ? 'bad' : 'warn'}>{summary}</b>
            <span class="soft">
              {severity}, since {renderTime(sinceMs)}: {look}.{' '}
              <a href={linkTo(runbook)} target="_blank" rel="noreferrer">
                {name}
              </a>
              {hasLogs(lab) && (
                <>
                  {', '}
                  <a href={linkToLogs(aroundMs(sinceMs))}>lines of the logs</a>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

// Such as docs/troubleshooting.md#groupmembernotonline.
function linkTo(runbook: string) {
  const [, document = 'troubleshooting', part = ''] = /([a-z-]+)\.md(?:#([\w-]+))?/.exec(runbook) ?? [];
  return `/docs?${new URLSearchParams({ name: document, ...(part && { part }) })}`;
}

function useAlerts(isOn: boolean) {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    if (!isOn) return setAnswer(undefined);
    let isOver = false;
    const ask = async () => {
      const next = await fetchAlerts();
      if (!isOver) setAnswer(next);
    };
    void ask();
    const timer = setInterval(() => document.hidden || void ask(), everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [isOn]);
  return answer;
}

async function fetchAlerts(): Promise<Answer> {
  try {
    return (await (await fetch('/alerts')).json()) as Answer;
  } catch {
    return { problem: 'The watcher does not answer' };
  }
}
