import test from 'ava';
import { Registry } from 'prom-client';
import type { Database } from '../../../../api/database/database.ts';
import { addDatabaseMetrics } from '../../../../api/http/database-metrics.ts';

test('a member that has lost its connections is not said to have those of before', async (t) => {
  const byMember: Record<string, number> = { 'a:1': 5, 'b:1': 4 };
  const metrics = {
    pool: { open: 9, idle: 9, connecting: 0, waiting: 0, byMember },
    writeBatches: { writes: 0, batches: 0, waiting: 0 },
    retries: { conflict: 2 },
    lostConnections: {},
    unknownCommits: {},
    waits: {},
    refused: {},
    isBreakerOpen: { read: false, write: false },
  };
  const registry = new Registry();
  addDatabaseMetrics(registry, { metrics: () => metrics } as unknown as Database);
  t.regex(await registry.metrics(), /member_connections\{member="b:1"\} 4/);
  delete byMember['b:1'];
  const after = await registry.metrics();
  t.notRegex(after, /b:1/);
  t.regex(after, /member_connections\{member="a:1"\} 5/);
  t.regex(after, /retries_total\{cause="conflict"\} 2/);
});
