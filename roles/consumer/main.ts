import { runEventWorker } from '../rabbitmq/event-worker.ts';
import { consume } from './consume.ts';
import { keepNewest } from './keep-newest.ts';
import { deliver } from './webhooks/deliver.ts';

// Runs beside a lab, as roles/consumer says: makes notifications of events, sends them to webhooks, and removes old ones.

await runEventWorker(async (tools) => {
  await Promise.all([consume(tools), deliver(tools), keepNewest(tools)]);
});
