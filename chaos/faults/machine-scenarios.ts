import type { Part, Scenario } from './schedule.ts';

const others: Part[] = ['first', 'third'];

/** What needs hosts with a machine, a network, a disk or a clock of their own. */
export const machineScenarios: Scenario[] = [
  {
    name: 'poweroff',
    title: 'A machine loses its power',
    seconds: 40,
    steps: [
      { atS: 5, act: 'poweroff', to: 'second' },
      { atS: 25, act: 'switch on', to: 'second', mends: true },
    ],
  },
  {
    name: 'partition',
    title: 'A member is cut off from the other two',
    seconds: 45,
    steps: [
      { atS: 5, act: 'partition', to: 'second', from: others },
      { atS: 25, act: 'heal', to: 'second', mends: true },
    ],
  },
  {
    name: 'partition-pair',
    title: 'A member is cut off from one other',
    seconds: 45,
    steps: [
      { atS: 5, act: 'partition', to: 'second', from: ['third'] },
      { atS: 25, act: 'heal', to: 'second', mends: true },
    ],
  },
  {
    name: 'minority',
    title: 'No member sees another one: nobody has the majority',
    seconds: 45,
    outageExpected: true,
    steps: [
      { atS: 5, act: 'partition', to: 'second', from: others },
      { atS: 5, act: 'partition', to: 'third', from: ['first'] },
      { atS: 20, act: 'heal', to: 'second', mends: true },
      { atS: 20, act: 'heal', to: 'third', mends: true },
    ],
  },
  {
    name: 'slow',
    title: 'What a member sends arrives 100 ms later',
    seconds: 30,
    steps: [
      { atS: 5, act: 'slow', to: 'second' },
      { atS: 20, act: 'heal', to: 'second', mends: true },
    ],
  },
  {
    name: 'disk-full',
    title: "A member's disk is full",
    seconds: 30,
    steps: [{ atS: 5, act: 'fill the disk of', to: 'second' }],
  },
  {
    name: 'clock',
    title: "A member's clock jumps by an hour",
    seconds: 30,
    steps: [{ atS: 5, act: 'shift the clock of', to: 'second' }],
  },
];
