import { useStore } from './store.ts';
import { renderTime } from './words.ts';

/** The whole record as a bar: any moment of it can be shown. */
export function Scrub() {
  const store = useStore();
  const { lab, oldestMs, newestMs, atMs, shownMs, explainer } = store;
  const spanMs = Math.max(1, newestMs - oldestMs);
  const place = (ms: number) => `${((Math.max(oldestMs, ms) - oldestMs) / spanMs) * 100}%`;
  const isLive = shownMs === undefined;
  // A command such as up is about no host, and has no end of its own.
  const faults = explainer.stories.filter(({ hosts, endedMs = newestMs }) => hosts.length > 0 && endedMs > oldestMs);
  return (
    <section class="scrub" aria-label="Back in time">
      <button type="button" onClick={() => store.show(isLive && !lab?.isReplay ? newestMs - 1 : undefined)}>
        {lab?.isReplay ? 'To the end' : isLive ? 'Pause' : 'Go live'}
      </button>
      <span class="time">{renderTime(oldestMs)}</span>
      <div class="bar">
        {faults.map(({ beganMs, endedMs = newestMs, hosts }) => (
          <span
            key={beganMs}
            class="fault"
            title={`${hosts.join(', ')}, ${renderTime(beganMs)}`}
            style={{ left: place(beganMs), right: `calc(100% - max(${place(endedMs)}, ${place(beganMs)} + 3px))` }}
          />
        ))}
        <input
          type="range"
          aria-label="The moment that is shown"
          aria-valuetext={renderTime(atMs)}
          min={oldestMs}
          max={newestMs}
          step={200}
          value={atMs}
          onInput={({ currentTarget }) => store.show(Number(currentTarget.value))}
        />
      </div>
      <span class="time">{renderTime(isLive ? newestMs : atMs)}</span>
    </section>
  );
}
