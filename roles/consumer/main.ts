import { runEventWorker } from '../rabbitmq/event-worker.ts';
import { consume } from './consume.ts';

// Runs beside a lab, as roles/consumer says: makes notifications of events.

await runEventWorker(consume);
