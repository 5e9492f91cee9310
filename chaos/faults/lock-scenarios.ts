import { breakHost } from './break-host.ts';
import type { Scenario } from './scenario.ts';

const nodes = { role: 'etcd', count: 3 } as const;

/** Scenarios that break the hosts of the profile `locks`. */
export const lockScenarios: Scenario[] = [
  {
    name: 'kill-etcd',
    title: 'The node of etcd that leads dies',
    needs: nodes,
    seconds: 25,
    schedule: breakHost({ to: 'etcd', action: 'kill', fromS: 6, untilS: 14 }),
  },
  {
    name: 'pause-etcd',
    title: 'The node of etcd that leads freezes for 8 s',
    needs: nodes,
    seconds: 25,
    schedule: breakHost({ to: 'etcd', action: 'pause', fromS: 6, untilS: 14 }),
  },
  {
    name: 'etcd-majority',
    title: 'Two of three nodes of etcd die',
    needs: nodes,
    seconds: 25,
    schedule: (['etcd', 'second etcd'] as const).flatMap((to) =>
      breakHost({ to, action: 'kill', fromS: 6, untilS: 14 }),
    ),
  },
];
