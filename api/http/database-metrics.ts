import { Gauge, type Registry } from 'prom-client';
import type { Database, DatabaseMetrics } from '../database/database.ts';

type Reading = [labels: Record<string, string>, value: number];

interface Measure {
  name: string;
  help: string;
  labelNames: string[];
  read(metrics: DatabaseMetrics): Reading[];
}

const byLabel = (label: string, values: Record<string, number>): Reading[] =>
  Object.entries(values).map(([name, value]) => [{ [label]: name }, value]);

/** What the database's connections count, under Prometheus' names. */
const measures: Measure[] = [
  {
    name: 'api_database_pool_connections',
    help: 'Connections of the pool by state; `waiting` are requests and batches of writes that wait for one.',
    labelNames: ['state'],
    read: ({ pool: { byMember, ...states } }) => byLabel('state', states),
  },
  {
    name: 'api_database_pool_member_connections',
    help: 'Connections of the pool by the member they lead to.',
    labelNames: ['member'],
    read: ({ pool }) => byLabel('member', pool.byMember),
  },
  {
    name: 'api_database_write_batches',
    help: 'Writes that may be committed together: how many were sent, in how many batches, and how many wait for the next.',
    labelNames: ['what'],
    read: ({ writeBatches }) => byLabel('what', { ...writeBatches }),
  },
  {
    name: 'api_database_retries_total',
    help: 'Attempts that were made again, by cause.',
    labelNames: ['cause'],
    read: ({ retries }) => byLabel('cause', retries),
  },
  {
    name: 'api_database_lost_connections_total',
    help: 'Connections lost, by cause.',
    labelNames: ['cause'],
    read: ({ lostConnections }) => byLabel('cause', lostConnections),
  },
  {
    name: 'api_database_unknown_commits_total',
    help: 'Commits whose answer was lost, by how they were settled.',
    labelNames: ['outcome'],
    read: ({ unknownCommits }) => byLabel('outcome', unknownCommits),
  },
  {
    name: 'api_database_gtid_waits_total',
    help: 'Reads that asked for a write to be there first, and those whose member was behind.',
    labelNames: ['outcome'],
    read: ({ waits }) => byLabel('outcome', waits),
  },
  {
    name: 'api_database_breaker_open',
    help: '1 while such work is turned away at once because it has failed for some seconds.',
    labelNames: ['kind'],
    read: ({ isBreakerOpen: { read, write } }) => byLabel('kind', { read: Number(read), write: Number(write) }),
  },
  {
    name: 'api_database_refused_total',
    help: 'Work that was turned away, by reason.',
    labelNames: ['reason'],
    read: ({ refused }) => byLabel('reason', refused),
  },
];

/** Shows what was counted, read when Prometheus asks. */
export function addDatabaseMetrics(registry: Registry, database: Database): void {
  for (const { name, help, labelNames, read } of measures) {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        const metrics = database.metrics();
        // A member to which no connection leads is not named any more.
        this.reset();
        for (const [labels, value] of metrics ? read(metrics) : []) this.set(labels, value);
      },
    });
  }
}
