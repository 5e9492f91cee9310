import type { LogLine } from '../../../roles/log-store/log-line.ts';
import type { LogView } from './view-state.ts';

const toneOf: Record<string, string> = { error: 'bad', warning: 'warn' };
const longest = 2_000;

/** Lines, the newest first; a host and the id of a request can be chosen to see what belongs to them. */
export function LineList({ lines, change }: { lines: LogLine[]; change(part: Partial<LogView>): void }) {
  return (
    <ol class="lines" tabindex={0} aria-label="Lines of the logs, the newest first">
      {lines.map((line) => (
        <li
          key={String(line._id ?? `${line['@timestamp']} ${line.host} ${line.message}`)}
          class={toneOf[line.level ?? '']}
        >
          <time dateTime={line['@timestamp']} title={line['@timestamp']}>
            {renderTime(line['@timestamp'])}
          </time>
          <button type="button" title={`Lines of ${line.host} alone`} onClick={() => change({ host: line.host })}>
            {line.host}
          </button>
          <span class="text">
            {line.level && <b>{line.level} </b>}
            {line.message.slice(0, longest)}
            {line.message.length > longest && ` … (${line.message.length - longest} characters more)`}
            {line.requestId && (
              <button
                type="button"
                title="All lines of this request"
                onClick={() => change({ text: `"${line.requestId}"`, host: '', level: '' })}
              >
                this request
              </button>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function renderTime(iso: string) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  const time = `${at.toLocaleTimeString('en-GB')}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return today ? time : `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}
