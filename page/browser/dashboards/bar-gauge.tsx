import { chooseColours } from './colours.ts';
import type { Drawing } from './drawing.ts';
import { fieldFor, lookOfValue } from './looks.ts';
import { compareNames, nameOf } from './series.ts';

/** A bar for each series, as long as its value. */
export function BarGauge({ panel, data, view }: Drawing<'bargauge'>) {
  const bars = panel.targets.flatMap((target, index) => {
    const found = (data.moments[index] ?? []).map((answer) => ({
      name: nameOf(answer, target),
      value: Number(answer.value?.[1]),
    }));
    // A query that sorts wants its own order.
    return target.expr.startsWith('sort') ? found : found.toSorted((a, b) => compareNames(a.name, b.name));
  });
  if (bars.length === 0) return <p class="soft">No data.</p>;
  const colours = chooseColours(
    bars.map(({ name }) => name),
    view.hosts,
  );
  const most = panel.fieldConfig.defaults.max ?? Math.max(...bars.map(({ value }) => value), 1e-9);
  return (
    <dl class="bars">
      {bars.map(({ name, value }) => {
        const field = fieldFor(panel.fieldConfig, name);
        const { text, tone } = lookOfValue(value, field);
        const colour = field.color.mode === 'thresholds' ? `var(--${tone})` : `var(--series-${colours.get(name)})`;
        return (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span class="track">
                <span style={{ width: `${Math.min(100, (value / most) * 100)}%`, background: colour }} />
              </span>
              <span class="amount">{text}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
