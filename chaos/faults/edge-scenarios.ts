import type { HostAlias, Scenario } from './scenario.ts';

const reloads = (to: HostAlias) => [5, 8, 11].map((atS) => ({ atS, action: 'reload', to, mends: true }) as const);

/** Scenarios that break the hosts of the profile `edge`. */
export const edgeScenarios: Scenario[] = [
  {
    name: 'kill-cdn',
    title: 'One of several cdn hosts dies',
    needs: { role: 'cdn', count: 2 },
    seconds: 20,
    schedule: [
      { atS: 5, action: 'kill', to: 'cdn' },
      { atS: 12, action: 'start', to: 'cdn', mends: true },
    ],
  },
  {
    name: 'pause-cdn',
    title: 'One of several cdn hosts freezes for 8 s',
    needs: { role: 'cdn', count: 2 },
    seconds: 20,
    schedule: [
      { atS: 5, action: 'pause', to: 'cdn' },
      { atS: 13, action: 'resume', to: 'cdn', mends: true },
    ],
  },
  {
    name: 'reload-cdn',
    title: 'A cdn host reads its configuration anew, three times',
    seconds: 18,
    needs: { role: 'cdn', count: 1 },
    schedule: reloads('cdn'),
  },
  {
    name: 'reload-edge',
    title: 'The edge reads its configuration anew, three times',
    seconds: 18,
    needs: { role: 'edge', count: 1 },
    schedule: reloads('edge'),
  },
];
