import { runEventWorker } from '../rabbitmq/event-worker.ts';
import { consume } from './consume.ts';
import { deliver } from './webhooks/deliver.ts';

// Runs beside a lab, as roles/consumer says: makes notifications of events, and sends them to webhooks.

await runEventWorker(async (tools) => {
  await Promise.all([consume(tools), deliver(tools)]);
});
