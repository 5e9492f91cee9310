import type { ConsumerAnswer, RelayAnswer } from './lines.ts';

const sample = /^(\w+)(?:\{(.*)\})? (\S+)$/;

/** What a relay shows Prometheus, as the record has it. */
export function countRelay(metrics: string): RelayAnswer {
  const values = readValues(metrics);
  return {
    answers: true,
    waiting: values('outbox_events'),
    oldestSeconds: values('outbox_oldest_seconds'),
    laidAside: values('events_laid_aside'),
    partitions: values('relay_partitions'),
    told: values('relay_events_total'),
  };
}

/** The same of a consumer. */
export function countConsumer(metrics: string): ConsumerAnswer {
  const values = readValues(metrics);
  return {
    answers: true,
    takenIn: values('consumer_events_total', 'outcome="taken in"'),
    deliveriesWaiting: values('webhook_deliveries_waiting'),
  };
}

function readValues(metrics: string) {
  const lines = metrics.split('\n').map((line) => sample.exec(line) ?? []);
  return (wanted: string, label = ''): number => {
    const found = lines.find(([, name, labels = '']) => name === wanted && labels.includes(label));
    return Number(found?.[3] ?? 0);
  };
}
