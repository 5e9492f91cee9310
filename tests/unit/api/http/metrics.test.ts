import test from 'ava';
import type { Cache } from '../../../../api/cache/cache.ts';
import type { Database } from '../../../../api/database/database.ts';
import { createMetrics } from '../../../../api/http/metrics.ts';

const create = () =>
  createMetrics({
    routes: [{ methods: ['get'], path: '/tags' }],
    database: { metrics: () => undefined } as unknown as Database,
    cache: { copies: () => undefined } as unknown as Cache,
    passwordsWaiting: () => 0,
    openStreams: () => 0,
  });

const read = async (metrics: ReturnType<typeof create>) =>
  (await metrics.render()).split('\n').filter((line) => line.startsWith('api_requests_total{'));

test('failures of a route have a series before the first one, so that Prometheus counts that one too', async (t) => {
  const series = (method: string, status: string) =>
    `api_requests_total{method="${method}",route="/tags",class="${status}"} 0`;
  const classes = ['2xx', '4xx', '5xx'];
  t.deepEqual(
    await read(create()),
    ['GET', 'HEAD'].flatMap((method) => classes.map((each) => series(method, each))),
  );
});

test('a request is counted by the class of its status, and where it has a route', async (t) => {
  const metrics = create();
  metrics.observe({ method: 'GET', route: '/tags', status: 503, durationMs: 1 });
  metrics.observe({ method: 'GET', route: undefined, status: 503, durationMs: 1 });
  const counted = (await read(metrics)).filter((line) => !line.endsWith(' 0'));
  t.deepEqual(counted, ['api_requests_total{method="GET",route="/tags",class="5xx"} 1']);
  t.regex(await metrics.render(), /api_request_duration_seconds_count\{method="GET",route="none",status="503"\} 1/);
});
