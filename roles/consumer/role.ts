import { eventWorker, planEventWorker } from '../rabbitmq/event-worker.ts';
import type { Role } from '../role.ts';

/** What takes events in, makes notifications of them, and sends those to users' webhooks. */
export const role: Role = {
  title: 'Consumer',
  ...eventWorker,
  plan: (host, view) => planEventWorker(host, view, 'roles/consumer/main.ts'),
  metrics: (host, view) => [{ job: 'consumer', instance: host.name, at: view.at(host, 'http') }],
};
