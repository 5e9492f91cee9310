import { runEventWorker } from '../rabbitmq/event-worker.ts';
import { runRelay } from './relay.ts';

// Runs beside a lab, as roles/relay says: tells RabbitMQ what is in the outbox.

await runEventWorker(runRelay);
