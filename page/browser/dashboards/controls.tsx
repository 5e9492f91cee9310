import type { Variable } from '../../../roles/prometheus/dashboard-schema.ts';
import { Options, TimeChoice } from './time-choice.tsx';
import type { Choices } from './variables.ts';
import type { TimeRange } from './view-state.ts';
import { isLive, type ViewState } from './view-state.ts';

const refreshes: Record<string, string> = {
  '2s': 'every 2 s',
  '5s': 'every 5 s',
  '30s': 'every 30 s',
  '': 'not',
};

interface Props {
  state: ViewState;
  range: TimeRange;
  change(part: Partial<ViewState>): void;
  variables: Variable[];
  values: Choices;
}

/** What is shown: the time, how often it is asked anew, and the values of the variables. */
export function Controls({ state, range, change, variables, values }: Props) {
  const live = isLive(state);
  return (
    <section class="controls" aria-label="What is shown">
      <TimeChoice view={state} range={range} change={change} />
      <Shift range={range} change={change} isLive={live} />
      {live && (
        <label>
          Refresh{' '}
          <select value={state.refresh} onChange={({ currentTarget }) => change({ refresh: currentTarget.value })}>
            <Options texts={refreshes} />
          </select>
        </label>
      )}
      {variables.map((variable) => (
        <Choice
          key={variable.name}
          variable={variable}
          values={values[variable.name] ?? []}
          chosen={state.choices[variable.name] ?? []}
          choose={(chosen) => change({ choices: { ...state.choices, [variable.name]: chosen } })}
        />
      ))}
    </section>
  );
}

// To an earlier time and back, by half of what is shown.
function Shift({ range: { fromS, toS }, change, isLive: live }: Pick<Props, 'range' | 'change'> & { isLive: boolean }) {
  const move = (part: number) => () => {
    const byS = (toS - fromS) * part;
    if (toS + byS > Date.now() / 1_000) return change({ from: `now-${Math.round(toS - fromS)}s`, to: 'now' });
    const toMs = (timeS: number) => String(Math.round((timeS + byS) * 1_000));
    change({ from: toMs(fromS), to: toMs(toS) });
  };
  return (
    <span class="shift">
      <button type="button" onClick={move(-0.5)}>
        Earlier
      </button>
      {!live && (
        <>
          <button type="button" onClick={move(0.5)}>
            Later
          </button>
          <button type="button" onClick={() => change({ from: 'now-15m', to: 'now' })}>
            Go live
          </button>
        </>
      )}
    </span>
  );
}

interface ChoiceProps {
  variable: Variable;
  values: string[];
  chosen: string[];
  choose(chosen: string[]): void;
}

function Choice({ variable: { label }, values, chosen, choose }: ChoiceProps) {
  const toggle = (value: string) =>
    choose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <details class="choice">
      <summary>
        {label}: {chosen.join(', ') || 'all'}
      </summary>
      <fieldset>
        <legend class="hidden">{label}</legend>
        <label>
          <input type="checkbox" checked={chosen.length === 0} onChange={() => choose([])} /> all
        </label>
        {[...new Set([...values, ...chosen])].map((value) => (
          <label key={value}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} /> {value}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
