import { startEvents, stopEvents } from '../../scripts/database/event-triggers.ts';
import { eventWorker, planEventWorker } from '../rabbitmq/event-worker.ts';
import type { Role } from '../role.ts';

/** What tells RabbitMQ of the events in the outbox; where it is part of the lab, writes leave events there. */
export const role: Role = {
  title: 'Relay',
  ...eventWorker,
  plan: (host, view) => planEventWorker(host, view, 'roles/relay/main.ts'),
  metrics: (host, view) => [{ job: 'relay', instance: host.name, at: view.at(host, 'http') }],
  inDatabase: { begin: startEvents, end: stopEvents },
};
