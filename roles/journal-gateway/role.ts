import { type Role, renderEndpoint, renderSilence } from '../role.ts';

/** What gives the log shipper the journal of its machine: systemd's own gateway, on every machine of the lab. */
export const role: Role = {
  title: 'Journal gateway',
  count: { least: 0, most: 1 },
  ports: { http: { optional: true } },
  startsAfter: [],

  programs: [],

  plan: () => ({ program: 'systemd-journal-gatewayd', args: [], environment: {}, files: [] }),
  needsMachines: true,
  canWait: true,

  // It answers the log shipper alone.
  async look(host, { view, state }) {
    const healthy = state === 'running';
    const text = healthy ? 'runs' : renderSilence(state);
    return { address: renderEndpoint(view.at(host, 'http')), version: '', healthy, text };
  },
};
