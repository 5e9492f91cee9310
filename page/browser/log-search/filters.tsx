import { logLevels } from '../../../roles/log-store/log-line.ts';
import { TimeChoice } from '../dashboards/time-choice.tsx';
import { isLive } from '../dashboards/view-state.ts';
import { rangeOf } from './use-logs.ts';
import type { LogView } from './view-state.ts';

interface Props {
  view: LogView;
  hosts: string[];
  change(part: Partial<LogView>): void;
  isStill: boolean;
  setStill(isStill: boolean): void;
}

/** What is looked for. */
export function Filters({ view, hosts, change, isStill, setStill }: Props) {
  const live = isLive(view);
  const { fromMs, toMs } = rangeOf(view);
  const range = { fromS: fromMs / 1_000, toS: toMs / 1_000 };
  return (
    <form class="filters" aria-label="What is looked for" onSubmit={(event) => event.preventDefault()}>
      <label class="search">
        Search{' '}
        <input
          type="search"
          value={view.text}
          placeholder={'deadlock "lock wait" timeou* -retry'}
          onChange={({ currentTarget }) => change({ text: currentTarget.value })}
        />
      </label>
      <Choice title="Host" value={view.host} values={hosts} choose={(host) => change({ host })} />
      <Choice title="Level" value={view.level} values={[...logLevels]} choose={(level) => change({ level })} />
      <TimeChoice view={view} range={range} change={change} />
      {live && (
        <button type="button" aria-pressed={isStill} onClick={() => setStill(!isStill)}>
          {isStill ? 'Go on' : 'Hold still'}
        </button>
      )}
    </form>
  );
}

interface ChoiceProps {
  title: string;
  value: string;
  values: string[];
  choose(value: string): void;
}

function Choice({ title, value, values, choose }: ChoiceProps) {
  // A link may name a host that is no more.
  const all = values.includes(value) || value === '' ? values : [...values, value];
  return (
    <label>
      {title}{' '}
      <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        <option value="">all</option>
        {all.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
