import { useState } from 'preact/hooks';
import type { LogLevel } from '../../scripts/record/lines.ts';
import type { LabPage } from '../lab-page.ts';
import { aroundMs, hasLogs, linkToLogs } from './log-link.ts';
import { useStore } from './store.ts';
import { renderTime } from './words.ts';

const maxLines = 200;

const levels: Record<string, LogLevel[]> = {
  all: ['error', 'warning', 'note'],
  'warnings and errors': ['error', 'warning'],
  errors: ['error'],
};

const toneOf = { error: 'bad', warning: 'warn', note: '' };

/** The lines of the servers' logs that matter, up to the moment that is shown. */
export function Logs({ lab }: { lab: LabPage }) {
  const { logs, atMs, windowMs } = useStore();
  const [host, setHost] = useState('');
  const [level, setLevel] = useState('all');
  const [text, setText] = useState('');
  const wanted = text.toLowerCase();
  const shown = logs.filter(
    (line) =>
      line.atMs <= atMs &&
      line.atMs >= atMs - windowMs &&
      (host === '' || line.host === host) &&
      levels[level]?.includes(line.level ?? 'note') &&
      `${line.mark} ${line.text}`.toLowerCase().includes(wanted),
  );
  return (
    <section class="card" aria-label="Logs">
      <h2>Logs</h2>
      <div class="filters">
        <label>
          Host{' '}
          <select value={host} onChange={({ currentTarget }) => setHost(currentTarget.value)}>
            <option value="">all</option>
            {[...lab.hosts.map(({ name }) => name), 'caretaker'].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Level{' '}
          <select value={level} onChange={({ currentTarget }) => setLevel(currentTarget.value)}>
            {Object.keys(levels).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Text <input value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </label>
        <span class="soft">
          {shown.length === 1 ? '1 line' : `${shown.length} lines`}; ./lab logs HOST prints all of a host's log
        </span>
      </div>
      <ul class="logs" tabindex={0} aria-label="Lines of the logs">
        {shown
          .slice(-maxLines)
          .reverse()
          .map((line) => (
            <li key={`${line.atMs} ${line.host} ${line.text}`} class={toneOf[line.level ?? 'note']}>
              {hasLogs(lab) ? (
                <a class="time" href={linkToLogs({ host: line.host, ...aroundMs(line.atMs) })}>
                  {renderTime(line.atMs)}
                </a>
              ) : (
                <span class="time">{renderTime(line.atMs)}</span>
              )}{' '}
              <b>{line.host}</b> <b class="mark">{line.mark}</b> <span class="text">{line.text}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}
