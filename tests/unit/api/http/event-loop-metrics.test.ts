import test from 'ava';
import { Registry } from 'prom-client';
import { addEventLoopMetrics } from '../../../../api/http/event-loop-metrics.ts';
import { waitFor } from '../../../../scripts/waiting/wait.ts';

test('what held the event loop up is told to every reader, not to the first one alone', async (t) => {
  const registry = new Registry();
  addEventLoopMetrics(registry, { everyMs: 50 });
  const read = async (series: string) => {
    const lines = (await registry.metrics()).split('\n');
    return Number(lines.find((line) => line.startsWith(`api_event_loop_delay_seconds_${series} `))?.split(' ')[1]);
  };
  const countLong = async () => (await read('count')) - (await read('bucket{le="0.25"}'));
  await waitFor(async () => (await read('count')) > 0, { what: 'a first look', timeoutMs: 10_000 });
  holdUp(300);
  await waitFor(async () => (await countLong()) > 0, { what: 'the delay', timeoutMs: 10_000 });
  t.true((await countLong()) > 0);
});

function holdUp(ms: number) {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}
