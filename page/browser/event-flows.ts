import type { Moment } from '../../scripts/explain/moment.ts';
import type { EventsSample } from '../../scripts/record/lines.ts';
import type { Flow, FlowQuestion } from './flow.ts';
import { findPerSecond } from './rates.ts';

/** An event that waits longer has something in its way. */
const longSeconds = 10;
/** As many in a queue as the alert QueueGrows warns of. */
const manyMessages = 200;

/** What goes through a host of the profile events; undefined where it is none. */
export function listEventFlows({ name, moment, moments, atMs }: FlowQuestion): Flow[] | undefined {
  const { events } = moment;
  if (events?.relays[name]) return listRelayFlows({ name, moment, moments, atMs }, events);
  if (events?.consumers[name]) return listConsumerFlows({ name, moment, moments, atMs }, events);
  const led = Object.entries(events?.queues ?? {}).filter(([, { leader }]) => leader === name);
  return led.length > 0 ? led.map(describeQueue) : undefined;
}

function listRelayFlows({ name, moments, atMs }: FlowQuestion, { relays }: EventsSample): Flow[] {
  const relay = relays[name];
  if (!relay?.answers) return [];
  const { waiting, oldestSeconds, laidAside, partitions } = relay;
  const told = findPerSecond(moments, atMs, (moment: Moment) => {
    const then = moment.events?.relays[name];
    return then?.answers ? then.told : undefined;
  });
  const since = waiting > 0 ? `, the oldest for ${oldestSeconds.toFixed(1)} s` : '';
  return [
    { text: `tells ${told.toFixed(0)} events a second, of ${partitions} partitions` },
    { text: `${waiting} wait in the outbox${since}`, isBad: oldestSeconds > longSeconds },
    ...(laidAside > 0 ? [{ text: `${laidAside} laid aside`, isBad: true }] : []),
  ];
}

function listConsumerFlows({ name, moments, atMs }: FlowQuestion, { consumers }: EventsSample): Flow[] {
  const consumer = consumers[name];
  if (!consumer?.answers) return [];
  const takenIn = findPerSecond(moments, atMs, (moment: Moment) => {
    const then = moment.events?.consumers[name];
    return then?.answers ? then.takenIn : undefined;
  });
  const { deliveriesWaiting } = consumer;
  return [
    { text: `takes in ${takenIn.toFixed(0)} events a second` },
    ...(deliveriesWaiting > 0 ? [{ text: `${deliveriesWaiting} deliveries to webhooks wait` }] : []),
  ];
}

type Queue = NonNullable<EventsSample['queues']>[string];

function describeQueue([name, { messages, consumers }]: [string, Queue]): Flow {
  if (name.endsWith('.dead')) return { text: `${name}: ${messages}`, isBad: messages > 0 };
  const isBad = messages > manyMessages || consumers === 0;
  return {
    text: `leads ${name}: ${messages} wait, ${consumers === 0 ? 'no consumer' : `${consumers} consumers`}`,
    isBad,
  };
}
