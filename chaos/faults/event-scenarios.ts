import { type Break, breakHost } from './break-host.ts';
import type { Scenario } from './scenario.ts';

interface Turns extends Pick<Break, 'action'> {
  fromS: number[];
  forS: number;
}

/** Of two relays or consumers one may have no work, so both have their turn. */
const breakInTurns = (role: 'relay' | 'consumer', { action, fromS, forS }: Turns) =>
  fromS.flatMap((atS, turn) =>
    breakHost({ to: turn % 2 === 0 ? role : `second ${role}`, action, fromS: atS, untilS: atS + forS }),
  );

/** At most so long are writes measured before RabbitMQ goes away, and after it is back. */
const longestCalmS = 60;

const everyBroker = (fromS: number, untilS: number) =>
  (['rabbitmq', 'second rabbitmq', 'third rabbitmq'] as const).flatMap((to, index) =>
    breakHost({ to, action: 'kill', fromS: fromS + index * 0.3, untilS }),
  );

const brokers = { role: 'rabbitmq', count: 3 } as const;
const relays = { role: 'relay', count: 2 } as const;
const consumers = { role: 'consumer', count: 2 } as const;

/** Scenarios that break the hosts of the profile `events`. */
export const eventScenarios: Scenario[] = [
  {
    name: 'kill-broker',
    title: 'The node of RabbitMQ that leads most queues dies',
    needs: brokers,
    seconds: 25,
    schedule: breakHost({ to: 'rabbitmq', action: 'kill', fromS: 5, untilS: 12 }),
  },
  {
    name: 'pause-broker',
    title: 'The node of RabbitMQ that leads most queues freezes for 12 s',
    needs: brokers,
    seconds: 30,
    schedule: breakHost({ to: 'rabbitmq', action: 'pause', fromS: 5, untilS: 17 }),
  },
  {
    name: 'brokers-all',
    title: 'All nodes of RabbitMQ die within a second',
    needs: brokers,
    seconds: 30,
    schedule: everyBroker(5, 12),
  },
  {
    name: 'kill-relay',
    title: 'One relay dies, and when it is back the other',
    needs: relays,
    seconds: 25,
    schedule: breakInTurns('relay', { action: 'kill', fromS: [4, 14], forS: 5 }),
  },
  {
    name: 'pause-relay',
    title: 'A relay freezes for longer than its lease and wakes, four times, the two in turns',
    needs: relays,
    seconds: 30,
    schedule: breakInTurns('relay', { action: 'pause', fromS: [4, 10, 16, 22], forS: 4.5 }),
  },
  {
    name: 'kill-consumer',
    title: 'One consumer dies, and when it is back the other',
    needs: consumers,
    seconds: 25,
    schedule: breakInTurns('consumer', { action: 'kill', fromS: [4, 14], forS: 5 }),
  },
  {
    name: 'pause-consumer',
    title: 'One consumer freezes until RabbitMQ gives it up, and wakes; then the other',
    needs: consumers,
    seconds: 40,
    schedule: breakInTurns('consumer', { action: 'pause', fromS: [4, 20], forS: 12 }),
  },
];

/** RabbitMQ is away for so long, with load before and after. */
export function awayScenario(seconds: number): Scenario {
  const calmS = Math.min(longestCalmS, seconds);
  return {
    name: 'brokers-away',
    words: `--away ${seconds}`,
    title: `All nodes of RabbitMQ are away for ${seconds} s`,
    needs: brokers,
    seconds: calmS + seconds + calmS,
    schedule: everyBroker(calmS, calmS + seconds),
  };
}
