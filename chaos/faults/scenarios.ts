import { machineScenarios } from './machine-scenarios.ts';
import type { Scenario, Step } from './schedule.ts';

// The group misses a dead member after 5 to 7 s: it comes back after that.
const killed: Step[] = [
  { atS: 5, act: 'kill', to: 'second' },
  { atS: 17, act: 'start', to: 'second', mends: true },
];

/** Every scenario, from the mildest to the worst. */
export const scenarios: Scenario[] = [
  { name: 'calm', title: 'Nothing happens, to compare with', seconds: 20, steps: [] },
  { name: 'kill', title: 'A member dies, and returns under load', seconds: 25, steps: killed },
  {
    name: 'stop',
    title: 'A member is stopped cleanly, and returns',
    seconds: 20,
    steps: [
      { atS: 5, act: 'stop', to: 'third' },
      { atS: 12, act: 'start', to: 'third', mends: true },
    ],
  },
  {
    name: 'pause',
    title: 'A member freezes for 20 s',
    seconds: 30,
    steps: [
      { atS: 5, act: 'pause', to: 'second' },
      { atS: 25, act: 'resume', to: 'second', mends: true },
    ],
  },
  {
    name: 'pause-short',
    title: 'A member freezes for 3 s, and the group does not miss it',
    seconds: 15,
    steps: [
      { atS: 5, act: 'pause', to: 'second' },
      { atS: 8, act: 'resume', to: 'second', mends: true },
    ],
  },
  {
    name: 'reload-haproxy',
    title: 'HAProxy reads its configuration anew, three times',
    seconds: 18,
    steps: [5, 8, 11].map((atS) => ({ atS, act: 'reload', to: 'haproxy', mends: true })),
  },
  {
    name: 'restart-haproxy',
    title: 'HAProxy is stopped and started',
    seconds: 15,
    steps: [{ atS: 5, act: 'restart', to: 'haproxy', mends: true }],
  },
  {
    name: 'restart-api',
    title: 'The API is stopped and started: there is only one, so clients see that',
    seconds: 15,
    outageExpected: true,
    steps: [{ atS: 5, act: 'restart', to: 'web', mends: true }],
  },
  {
    name: 'return-late',
    title: 'A member returns after 40 s, with much to catch up on',
    seconds: 60,
    steps: [
      { atS: 5, act: 'kill', to: 'third' },
      { atS: 45, act: 'start', to: 'third', mends: true },
    ],
  },
  {
    name: 'reclone',
    title: 'A member is made a copy of the group under load',
    seconds: 20,
    steps: [{ atS: 5, act: 'reclone', to: 'third', mends: true }],
  },
  {
    name: 'kill-two',
    title: 'Two members die at once, and with them the majority',
    seconds: 30,
    outageExpected: true,
    steps: [
      { atS: 5, act: 'kill', to: 'second' },
      { atS: 5, act: 'kill', to: 'third' },
      { atS: 17, act: 'recover', mends: true },
    ],
  },
  {
    name: 'kill-all',
    title: 'All three members die within a second',
    seconds: 30,
    outageExpected: true,
    steps: [
      { atS: 5, act: 'kill', to: 'first' },
      { atS: 5.3, act: 'kill', to: 'second' },
      { atS: 5.6, act: 'kill', to: 'third' },
      { atS: 8, act: 'recover', mends: true },
    ],
  },
  ...machineScenarios,
];

/** Those that `--quick` runs. */
export const quickNames = ['kill', 'pause', 'reload-haproxy'];
