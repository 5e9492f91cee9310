import type { HostAlias, Scenario } from './scenario.ts';

const others: HostAlias[] = ['first', 'third'];

/** Scenarios that need a machine with a network of its own for each host. */
export const machineScenarios: Scenario[] = [
  {
    name: 'poweroff',
    title: 'A machine loses its power',
    seconds: 40,
    schedule: [
      { atS: 5, action: 'poweroff', to: 'second' },
      { atS: 25, action: 'switch on', to: 'second', mends: true },
    ],
  },
  {
    name: 'partition',
    title: 'A member is cut off from the other two',
    seconds: 45,
    schedule: [
      { atS: 5, action: 'partition', to: 'second', from: others },
      { atS: 25, action: 'heal', to: 'second', mends: true },
    ],
  },
  {
    name: 'partition-pair',
    title: 'A member is cut off from one other',
    seconds: 45,
    schedule: [
      { atS: 5, action: 'partition', to: 'second', from: ['third'] },
      { atS: 25, action: 'heal', to: 'second', mends: true },
    ],
  },
  {
    name: 'minority',
    title: 'No member sees another one, so none has a majority',
    seconds: 45,
    outageExpected: true,
    schedule: [
      { atS: 5, action: 'partition', to: 'second', from: others },
      { atS: 5, action: 'partition', to: 'third', from: ['first'] },
      { atS: 20, action: 'heal', to: 'second', mends: true },
      { atS: 20, action: 'heal', to: 'third', mends: true },
    ],
  },
  {
    name: 'slow',
    title: 'What a member sends arrives 100 ms later',
    seconds: 30,
    schedule: [
      { atS: 5, action: 'slow', to: 'second' },
      { atS: 20, action: 'heal', to: 'second', mends: true },
    ],
  },
];
