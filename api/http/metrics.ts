import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Cache } from '../cache/cache.ts';
import type { Database } from '../database/database.ts';
import { addCacheMetrics } from './cache-metrics.ts';
import { addDatabaseMetrics } from './database-metrics.ts';
import { addEventLoopMetrics } from './event-loop-metrics.ts';
import type { Route } from './route.ts';

/** One request, as the metrics see it. */
export interface Observation {
  method: string;
  /** The path of its route; undefined where it has none, such as /ready. */
  route: string | undefined;
  status: number;
  durationMs: number;
}

/** The numbers of one API process. */
export interface Metrics {
  observe(observation: Observation): void;
  /** The text Prometheus reads. */
  render(): Promise<string>;
  contentType: string;
}

interface Sources {
  routes: Pick<Route, 'methods' | 'path'>[];
  database: Database;
  cache: Cache;
  passwordsWaiting(): number;
  openStreams(): number;
}

/** Counts requests and their latency, and reads what is measured elsewhere when somebody asks. */
export function createMetrics({ routes, database, cache, passwordsWaiting, openStreams }: Sources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const latency = new Histogram({
    name: 'api_request_duration_seconds',
    help: 'From the head of a request to its answer; `_count` is how many requests there were.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30],
    registers: [registry],
  });
  const requests = countRequests(registry, routes);
  new Gauge({
    name: 'api_bcrypt_queue_length',
    help: 'Passwords that wait for a bcrypt worker.',
    registers: [registry],
    collect() {
      this.set(passwordsWaiting());
    },
  });
  new Gauge({
    name: 'api_open_streams',
    help: 'Live streams of notifications that are open.',
    registers: [registry],
    collect() {
      this.set(openStreams());
    },
  });
  addEventLoopMetrics(registry);
  addDatabaseMetrics(registry, database);
  addCacheMetrics(registry, cache);
  return {
    observe({ method, route, status, durationMs }) {
      latency.observe({ method, route: route ?? 'none', status }, durationMs / 1000);
      if (route !== undefined) requests.inc({ method, route, class: classOf(status) });
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

const classOf = (status: number) => `${Math.trunc(status / 100)}xx`;

// Of a series that begins with the first failure Prometheus would not count that one, so all are there from the start.
function countRequests(registry: Registry, routes: Sources['routes']) {
  const requests = new Counter({
    name: 'api_requests_total',
    help: 'Requests of routes by the class of their status.',
    labelNames: ['method', 'route', 'class'],
    registers: [registry],
  });
  for (const { methods, path: route } of routes)
    for (const name of methods.flatMap((method) => (method === 'get' ? ['get', 'head'] : method)))
      for (const status of [200, 400, 500])
        requests.inc({ method: name.toUpperCase(), route, class: classOf(status) }, 0);
  return requests;
}
