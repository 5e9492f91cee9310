import { Gauge, type Registry } from 'prom-client';
import type { Cache } from '../cache/cache.ts';

/** Shows what the copies of the process do; nothing while the profile cache is off. */
export function addCacheMetrics(registry: Registry, cache: Cache): void {
  const registers = [registry];
  new Gauge({
    name: 'api_cache_requests_total',
    help: 'Reads for all readers by where their answer came from, writes that were told of, and connections that were lost.',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(cache.copies()?.counters ?? {})) this.set({ outcome }, count);
    },
  });
  new Gauge({
    name: 'api_cache_size',
    help: 'Copies that the process keeps, topics that it knows of, and how many characters the copies have.',
    labelNames: ['what'],
    registers,
    collect() {
      this.reset();
      for (const [what, size] of Object.entries(cache.copies()?.describe() ?? {})) this.set({ what }, size);
    },
  });
  new Gauge({
    name: 'api_cache_connected',
    help: '1 while Valkey tells the process of writes; 0 while it is away and nothing is kept.',
    labelNames: ['to'],
    registers,
    collect() {
      this.reset();
      const copies = cache.copies();
      if (copies) this.set({ to: 'valkey' }, Number(copies.isConnected()));
    },
  });
}
