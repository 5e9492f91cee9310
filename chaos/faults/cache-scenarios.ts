import { breakHost } from './break-host.ts';
import type { Scenario } from './scenario.ts';

const valkeys = { role: 'valkey', count: 3 } as const;

/** Scenarios that break the hosts of the profile `cache`, or that only its copies notice. */
export const cacheScenarios: Scenario[] = [
  {
    name: 'kill-cache',
    title: 'The Valkey that is the primary dies',
    needs: valkeys,
    seconds: 25,
    schedule: breakHost({ to: 'valkey', action: 'kill', fromS: 6, untilS: 14 }),
  },
  {
    name: 'pause-cache',
    title: 'The Valkey that is the primary freezes for 8 s',
    needs: valkeys,
    seconds: 25,
    schedule: breakHost({ to: 'valkey', action: 'pause', fromS: 6, untilS: 14 }),
  },
  {
    name: 'lag',
    title: 'A member lags by 2 s, again and again',
    needs: valkeys,
    seconds: 25,
    schedule: [
      { atS: 5, action: 'lag', to: 'third' },
      { atS: 17, action: 'catch up', to: 'third', mends: true },
    ],
  },
  {
    name: 'partition-cache',
    title: 'The Valkey that is the primary is cut off from the other two, and web hosts still reach it',
    needs: valkeys,
    seconds: 35,
    schedule: [
      { atS: 6, action: 'partition', to: 'valkey', from: ['second valkey', 'third valkey'] },
      { atS: 20, action: 'heal', to: 'valkey', mends: true },
    ],
  },
  {
    name: 'partition-web-cache',
    title: 'A web host is cut off from the Valkey that is the primary',
    needs: valkeys,
    seconds: 35,
    schedule: [
      { atS: 6, action: 'partition', to: 'web', from: ['valkey'] },
      { atS: 20, action: 'heal', to: 'web', mends: true },
    ],
  },
];
