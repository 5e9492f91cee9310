import { Histogram, type Registry } from 'prom-client';

const tickMs = 20;

/**
 * Measures how long the event loop is held up. prom-client's own numbers of that begin anew each time they are read, and the lab has
 * more readers than one.
 */
export function addEventLoopMetrics(registry: Registry, { everyMs = 1_000 } = {}): void {
  const delays = new Histogram({
    name: 'api_event_loop_delay_seconds',
    help: 'The longest time for which the event loop was held up, of each second.',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  let [tickedMs, notedMs, longestMs] = [performance.now(), performance.now(), 0];
  const tick = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - tickedMs - tickMs);
    tickedMs = nowMs;
    if (nowMs - notedMs < everyMs) return;
    delays.observe(longestMs / 1_000);
    [notedMs, longestMs] = [nowMs, 0];
  };
  setInterval(tick, tickMs).unref();
}
