import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from 'prom-client';
import type { Connection } from 'rabbitmq-client';
import type { WireOptions } from '../../api/database/connections/wire.ts';
import { createDatabase, type Database } from '../../api/database/database.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { Account } from '../../scripts/state/secrets.ts';
import { lookAtMetrics } from '../look-at-metrics.ts';
import { planOwnProgram } from '../own-program.ts';
import type { HostPlan, Role } from '../role.ts';
import { isEncrypted, type LabView } from '../view.ts';
import { type BrokerSettings, connectBroker } from './connect.ts';

/** What a relay or a consumer has to know, as its file says it. */
interface WorkerSettings {
  name: string;
  listen: Endpoint;
  database: WireOptions;
  broker: BrokerSettings;
  /** Whether users may have their notifications sent to addresses of this machine and its networks. */
  allowsPrivateWebhooks: boolean;
}

/** What relays and consumers have in common as hosts of the lab. */
export const eventWorker = {
  ports: { http: { forBrowsers: true } },
  startsAfter: ['haproxy', 'rabbitmq'],
  programs: [],
  look: lookAtMetrics,
} satisfies Partial<Role>;

/** What a worker runs, with settings that say where everything is. */
export const planEventWorker = (host: Host, view: LabView, main: string): HostPlan =>
  planOwnProgram(host, view, { main, settings: describe(host, view) });

function describe(host: Host, view: LabView): WorkerSettings {
  return {
    name: host.name,
    listen: view.at(host, 'http'),
    database: describeDatabase(view),
    broker: describeBroker(view),
    allowsPrivateWebhooks: view.environment.LAB_WEBHOOK_PRIVATE === 'on',
  };
}

/** How a worker reaches RabbitMQ. */
export const describeBroker = (view: LabView): BrokerSettings => ({
  nodes: view.hostsOf('rabbitmq').map((node) => view.at(node, 'amqp')),
  account: view.secrets.rabbitmq as Account,
});

/** How a worker reaches the group, through HAProxy. */
export function describeDatabase(view: LabView): WireOptions {
  const { username: user, password } = view.secrets.application;
  const listener = view.at(view.hostsOf('haproxy')[0] as Host, 'mysql');
  return {
    ...{ host: listener.address, port: listener.port, user, password, database: view.database },
    ...(isEncrypted(view) && { authority: view.certificates.authority }),
  };
}

/** What a worker works with, until the signal. */
export interface WorkerTools {
  name: string;
  database: Database;
  broker: Connection;
  /** Opens one more connection to RabbitMQ, which its user closes. */
  connect(purpose: string): Connection;
  registry: Registry;
  signal: AbortSignal;
  allowsPrivateWebhooks: boolean;
}

/** Runs a worker until SIGTERM or SIGINT; what is under way ends first. */
export async function runEventWorker(work: (tools: WorkerTools) => Promise<void>): Promise<void> {
  const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as WorkerSettings;
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
  const registry = new Registry();
  const server = serveMetrics(registry, settings.listen);
  const database = createDatabase({ ...settings.database, poolSize: 4, maxBatchSize: 64 });
  const { name, allowsPrivateWebhooks } = settings;
  const broker = connectBroker(settings.broker, name);
  const connect = (purpose: string) => connectBroker(settings.broker, `${name} ${purpose}`);
  await work({ name, database, broker, connect, registry, signal: end.signal, allowsPrivateWebhooks });
  // A broker that is away never says goodbye.
  await Promise.race([broker.close(), sleep(2_000)]);
  broker.unsafeDestroy();
  await database.close();
  server.close();
  server.closeAllConnections();
}

function serveMetrics(registry: Registry, { address, port }: Endpoint) {
  const server = createServer(async (_request, response) => {
    response.setHeader('Content-Type', registry.contentType);
    response.end(await registry.metrics());
  });
  return server.listen(port, address);
}
