import { askQueuesOf } from '../../roles/rabbitmq/queue-status.ts';
import { countConsumer, countRelay } from '../record/event-counts.ts';
import type { EventsSample, QueueSample } from '../record/lines.ts';
import type { Endpoint } from '../settings/endpoints.ts';
import type { Host } from '../settings/lab-file.ts';
import type { Target } from '../targets/target.ts';
import { describeSilence } from './describe-silence.ts';
import { httpGet } from './http-get.ts';

/** Asks the hosts of the profile events what waits where; gives undefined where the lab has none. */
export function watchEvents({ view }: Pick<Target, 'view'>, { timeoutMs }: { timeoutMs: number }) {
  let node = 0;

  async function readHosts<T>(role: string, count: (metrics: string) => T) {
    const ask = async (host: Host) => [host.name, await readMetrics(view.at(host, 'http'), count)] as const;
    return Object.fromEntries(await Promise.all(view.hostsOf(role).map(ask)));
  }

  async function readMetrics<T>({ address, port }: Endpoint, count: (metrics: string) => T) {
    return await httpGet(`http://${address}:${port}/metrics`, { timeoutMs }).then(count, describeSilence);
  }

  // One node knows all queues. A node that gives no answer is not asked again before the others.
  async function readQueues(): Promise<Record<string, QueueSample> | undefined> {
    const nodes = view.hostsOf('rabbitmq');
    const asked = nodes[node % nodes.length] as Host;
    try {
      const queues = await askQueuesOf(view, view.at(asked, 'http'), timeoutMs);
      return Object.fromEntries(
        queues.map(({ name, ready, underWay, consumers, leader }) => [
          name,
          { messages: ready + underWay, consumers, leader },
        ]),
      );
    } catch {
      node += 1;
      return undefined;
    }
  }

  return async function ask(): Promise<EventsSample | undefined> {
    if (view.hostsOf('rabbitmq').length === 0) return undefined;
    const [relays, consumers, queues] = await Promise.all([
      readHosts('relay', countRelay),
      readHosts('consumer', countConsumer),
      readQueues(),
    ]);
    return { relays, consumers, ...(queues && { queues }) };
  };
}
