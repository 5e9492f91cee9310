import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { LabView } from '../view.ts';
import { nodeName } from './configuration.ts';
import { askManagement } from './management.ts';
import { deadQueue, queues } from './topology.ts';

/** A queue as RabbitMQ tells of it. */
export interface QueueStatus {
  name: string;
  /** Messages that no consumer has been given, and those that one works on. */
  ready: number;
  underWay: number;
  consumers: number;
  /** The host whose node leads it, and how many have a copy. */
  leader: string;
  copies: number;
}

interface Told {
  name: string;
  messages_ready?: number;
  messages_unacknowledged?: number;
  consumers?: number;
  leader?: string;
  members?: string[];
}

/** Asks the first node that answers for the queues of events; throws where none does. */
export async function readQueues(view: LabView): Promise<QueueStatus[]> {
  const [told] = await askAnyNode(view, (at) => askQueuesOf(view, at));
  return told;
}

/** Asks one node for the same. */
export async function askQueuesOf(view: LabView, at: Endpoint, timeoutMs?: number): Promise<QueueStatus[]> {
  const told = await askManagement<Told[]>(view, at, '/api/queues', timeoutMs);
  return told
    .filter(({ name }) => queues.includes(name) || name === deadQueue)
    .map((queue) => ({
      name: queue.name,
      ready: queue.messages_ready ?? 0,
      underWay: queue.messages_unacknowledged ?? 0,
      consumers: queue.consumers ?? 0,
      leader: view.hostsOf('rabbitmq').find((host) => nodeName(host, view) === queue.leader)?.name ?? '',
      copies: queue.members?.length ?? 0,
    }));
}

/** Asks one node after the other, until one answers; gives the answer, and which it was. */
export async function askAnyNode<T>(view: LabView, ask: (at: Endpoint) => Promise<T>): Promise<[T, Endpoint]> {
  let failure: unknown = new Error('the lab has no host with the role "rabbitmq"');
  for (const node of view.hostsOf('rabbitmq')) {
    const at = view.at(node, 'http');
    try {
      return [await ask(at), at];
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
