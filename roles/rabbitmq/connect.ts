import { Connection } from 'rabbitmq-client';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Account } from '../../scripts/state/secrets.ts';

/** Where RabbitMQ's nodes are, and who asks. */
export interface BrokerSettings {
  nodes: Endpoint[];
  account: Account;
}

/** Connects to one node after the other, until one answers; and again whenever the connection is lost. */
export function connectBroker({ nodes, account }: BrokerSettings, name: string): Connection {
  const connection = new Connection({
    ...account,
    hosts: nodes.map(({ address, port }) => `${address}:${port}`),
    connectionName: name,
    connectionTimeout: 2_000,
    acquireTimeout: 5_000,
    // A frozen node is given up after two of these.
    heartbeat: 3,
    retryLow: 100,
    retryHigh: 2_000,
    noDelay: true,
  });
  // It connects again by itself; without a listener an error would end the process.
  connection.on('error', (error) => console.error(`RabbitMQ: ${error?.message ?? error}`));
  return connection;
}
