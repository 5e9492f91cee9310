import test from 'ava';
import { countConsumer, countRelay } from '../../../../scripts/record/event-counts.ts';

test('what a relay shows Prometheus is read as numbers', (t) => {
  const metrics = `# HELP relay_events_total Events that RabbitMQ has confirmed.
# TYPE relay_events_total counter
relay_events_total 1825
relay_partitions 2
outbox_events 7
outbox_oldest_seconds 0.25
events_laid_aside 1
`;
  const wanted = { waiting: 7, oldestSeconds: 0.25, laidAside: 1, partitions: 2, told: 1_825 };
  t.deepEqual(countRelay(metrics), { answers: true, ...wanted });
  t.like(countRelay(''), { waiting: 0, told: 0 });
});

test('of a consumer what it has taken in counts, and nothing that it had seen before', (t) => {
  const metrics = `consumer_events_total{outcome="seen before"} 3
consumer_events_total{outcome="taken in"} 40
webhook_deliveries_waiting 2
`;
  t.deepEqual(countConsumer(metrics), { answers: true, takenIn: 40, deliveriesWaiting: 2 });
});
