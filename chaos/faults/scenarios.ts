import { cacheScenarios } from './cache-scenarios.ts';
import { edgeScenarios } from './edge-scenarios.ts';
import { eventScenarios } from './event-scenarios.ts';
import { lockScenarios } from './lock-scenarios.ts';
import { machineScenarios } from './machine-scenarios.ts';
import type { Scenario, ScheduledAction } from './scenario.ts';

// The group misses a dead member after 5 to 7 s: it comes back after that.
const killed: ScheduledAction[] = [
  { atS: 5, action: 'kill', to: 'second' },
  { atS: 17, action: 'start', to: 'second', mends: true },
];

/** Every scenario, from the mildest to the worst. */
export const scenarios: Scenario[] = [
  { name: 'calm', title: 'Nothing happens, to compare with', seconds: 20, schedule: [] },
  { name: 'kill', title: 'A member dies, and returns under load', seconds: 25, schedule: killed },
  {
    name: 'stop',
    title: 'A member is stopped cleanly, and returns',
    seconds: 20,
    schedule: [
      { atS: 5, action: 'stop', to: 'third' },
      { atS: 12, action: 'start', to: 'third', mends: true },
    ],
  },
  {
    name: 'pause',
    title: 'A member freezes for 20 s',
    seconds: 30,
    schedule: [
      { atS: 5, action: 'pause', to: 'second' },
      { atS: 25, action: 'resume', to: 'second', mends: true },
    ],
  },
  {
    name: 'pause-short',
    title: 'A member freezes for 3 s, and the group does not miss it',
    seconds: 15,
    schedule: [
      { atS: 5, action: 'pause', to: 'second' },
      { atS: 8, action: 'resume', to: 'second', mends: true },
    ],
  },
  {
    name: 'reload-haproxy',
    title: 'HAProxy reads its configuration anew, three times',
    seconds: 18,
    schedule: [5, 8, 11].map((atS) => ({ atS, action: 'reload', to: 'haproxy', mends: true })),
  },
  {
    name: 'restart-haproxy',
    title: 'HAProxy is stopped and started',
    seconds: 15,
    schedule: [{ atS: 5, action: 'restart', to: 'haproxy', mends: true }],
  },
  {
    name: 'restart-api',
    title: 'The API is stopped and started: there is only one, so clients see that',
    seconds: 15,
    outageExpected: true,
    schedule: [{ atS: 5, action: 'restart', to: 'web', mends: true }],
  },
  {
    name: 'return-late',
    title: 'A member returns after 40 s, with much to catch up on',
    seconds: 60,
    schedule: [
      { atS: 5, action: 'kill', to: 'third' },
      { atS: 45, action: 'start', to: 'third', mends: true },
    ],
  },
  {
    name: 'reclone',
    title: 'A member is made a copy of the group under load',
    seconds: 20,
    schedule: [{ atS: 5, action: 'reclone', to: 'third', mends: true }],
  },
  {
    name: 'kill-two',
    title: 'Two members die at once, and with them the majority',
    seconds: 30,
    outageExpected: true,
    schedule: [
      { atS: 5, action: 'kill', to: 'second' },
      { atS: 5, action: 'kill', to: 'third' },
      { atS: 17, action: 'recover', mends: true },
    ],
  },
  {
    name: 'kill-all',
    title: 'All three members die within a second',
    seconds: 30,
    outageExpected: true,
    schedule: [
      { atS: 5, action: 'kill', to: 'first' },
      { atS: 5.3, action: 'kill', to: 'second' },
      { atS: 5.6, action: 'kill', to: 'third' },
      { atS: 8, action: 'recover', mends: true },
    ],
  },
  {
    name: 'kill-web',
    title: 'One of several web hosts dies',
    seconds: 20,
    needs: { role: 'web', count: 2 },
    schedule: [
      { atS: 5, action: 'kill', to: 'web' },
      { atS: 12, action: 'start', to: 'web', mends: true },
    ],
  },
  ...edgeScenarios,
  ...eventScenarios,
  ...lockScenarios,
  ...cacheScenarios,
  ...machineScenarios,
];

/** Those that `--quick` runs. */
export const quickNames = ['kill', 'pause', 'reload-haproxy'];
