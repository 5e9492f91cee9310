import { useEffect, useState } from 'preact/hooks';
import type { LoadLine } from '../../scripts/record/lines.ts';
import { isLoadAlive } from '../../scripts/record/load-alive.ts';
import { post } from './connection.ts';
import { useStore } from './store.ts';
import { renderMs } from './words.ts';

const maxRate = 200;

/** Requests of clients that remember what they wrote, with what becomes of them. */
export function Load({ mayCommand }: { mayCommand: boolean }) {
  const { loads, atMs } = useStore();
  const last = loads.findLast((line) => line.atMs <= atMs);
  const isRunning = isLoadAlive(last, atMs);
  return (
    <section class="card load" aria-label="Load">
      <h2>A load that counts</h2>
      {mayCommand && <Control isRunning={isRunning} isJudged={last?.verdict !== undefined} />}
      {last && <Counts {...last} isRunning={isRunning} />}
    </section>
  );
}

function Control({ isRunning, isJudged }: { isRunning: boolean; isJudged: boolean }) {
  const [rate, setRate] = useState(60);
  const [said, setSaid] = useState('');
  // What was said of its beginning or end is over when it has come.
  useEffect(() => setSaid(''), [isRunning, isJudged]);
  const send = async (ratePerSecond: number) => {
    const { done, text } = await post('/load', { ratePerSecond });
    const begins = isRunning ? '' : 'The clients register, which takes some seconds.';
    setSaid(done ? (ratePerSecond > 0 ? begins : 'Every member’s tables are compared …') : text);
  };
  return (
    <>
      <div class="row">
        <label for="rate">{rate} requests a second</label>
        <input
          id="rate"
          type="range"
          min={5}
          max={maxRate}
          step={5}
          value={rate}
          onInput={({ currentTarget }) => setRate(Number(currentTarget.value))}
          onChange={() => isRunning && send(rate)}
        />
        <button type="button" onClick={() => send(isRunning ? 0 : rate)}>
          {isRunning ? 'Stop the load' : 'Start the load'}
        </button>
      </div>
      <p class="soft">
        <code>./lab load --rate {rate}</code>
      </p>
      <p role="status" class="soft">
        {said}
      </p>
    </>
  );
}

function Counts({ figures, verdict, isRunning, ratePerSecond }: LoadLine & { isRunning: boolean }) {
  const { requests, failed, unanswered, lost, double, stale, longestWriteGapMs, maxMs } = figures;
  const count = (value: number | null | undefined) => value ?? '–';
  const shown = [
    ['requests', count(requests), false],
    ['failed', count(failed), Boolean(failed)],
    ['unanswered', count(unanswered), Boolean(unanswered)],
    ['lost', count(lost), Boolean(lost)],
    ['double', count(double), Boolean(double)],
    ['stale', count(stale), Boolean(stale)],
    ['longest gap of writes', renderMs(longestWriteGapMs ?? undefined), false],
    ['slowest', renderMs(maxMs ?? undefined), false],
    ['a second', ratePerSecond, false],
  ] as const;
  return (
    <>
      <dl class="counts">
        {shown.map(([name, value, isBad]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={isBad ? 'bad' : ''}>{value}</dd>
          </div>
        ))}
      </dl>
      {verdict ? (
        <VerdictText {...verdict} />
      ) : (
        <p class="soft">{isRunning ? 'Lost and double are counted when it stops.' : ''}</p>
      )}
    </>
  );
}

function VerdictText({ valid, problems }: NonNullable<LoadLine['verdict']>) {
  if (valid) return <p class="good">● All checks passed: nothing failed, nothing was lost, doubled or stale.</p>;
  return (
    <ul class="bad">
      {problems.map((problem) => (
        <li key={problem}>✕ {problem}</li>
      ))}
    </ul>
  );
}
