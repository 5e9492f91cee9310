import { renderMoment } from './moments.ts';
import { isLive, type TimeRange } from './view-state.ts';

const spans: Record<string, string> = {
  'now-5m': 'last 5 minutes',
  'now-15m': 'last 15 minutes',
  'now-1h': 'last hour',
  'now-6h': 'last 6 hours',
  'now-24h': 'last day',
  'now-7d': 'last 7 days',
  'now-15d': 'last 15 days',
};

interface Props {
  view: { from: string; to: string };
  range: TimeRange;
  change(part: { from: string; to: string }): void;
}

/** Of which time something is shown: a span until now, or the one that was chosen otherwise. */
export function TimeChoice({ view, range, change }: Props) {
  const live = isLive(view);
  return (
    <label>
      Time{' '}
      <select
        value={live ? view.from : ''}
        onChange={({ currentTarget }) => change({ from: currentTarget.value, to: 'now' })}
      >
        {(!live || !(view.from in spans)) && (
          <option value={live ? view.from : ''}>
            {renderMoment(range.fromS, range)} to {live ? 'now' : renderMoment(range.toS, range)}
          </option>
        )}
        <Options texts={spans} />
      </select>
    </label>
  );
}

/** The options of a choice, each with its text. */
export const Options = ({ texts }: { texts: Record<string, string> }) => (
  <>
    {Object.entries(texts).map(([value, text]) => (
      <option key={value} value={value}>
        {text}
      </option>
    ))}
  </>
);
