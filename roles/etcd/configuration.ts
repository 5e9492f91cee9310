import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';

/** A leader says every 50 ms that it is there; 500 ms without that, and the others elect one. */
const heartbeatMs = 50;
const electionMs = 500;
const quotaBytes = 64 * 1024 * 1024;

/** Where a node answers clients and where it speaks to the others. */
export const urlOf = (view: LabView, host: Host, port: 'client' | 'peer') =>
  `http://${renderEndpoint(view.at(host, port))}`;

/** The addresses of all nodes, for clients. */
export const listNodes = (view: LabView): string[] => view.hostsOf('etcd').map((host) => urlOf(view, host, 'client'));

/** Where a node keeps its data. */
export const dataOf = (host: Host, view: LabView) =>
  view.hostsAre === 'machines' ? '/var/lib/etcd/lab' : join(view.folderOf(host), 'data');

/** The settings of a node, as etcd reads them from its environment; 3.4 takes no others than 3.5. */
export function listSettings(host: Host, view: LabView): Record<string, string> {
  const [client, peer] = [urlOf(view, host, 'client'), urlOf(view, host, 'peer')];
  const cluster = view.hostsOf('etcd').map((node) => `${node.name}=${urlOf(view, node, 'peer')}`);
  const options = {
    name: host.name,
    'data-dir': dataOf(host, view),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': cluster.join(','),
    'initial-cluster-token': view.record.groupUuid,
    // What is in the data directory counts more, where there is any.
    'initial-cluster-state': 'new',
    'heartbeat-interval': heartbeatMs,
    'election-timeout': electionMs,
    // A node that was frozen asks whether there is a leader before it calls for an election.
    'pre-vote': true,
    'auto-compaction-mode': 'periodic',
    'auto-compaction-retention': '10m',
    'quota-backend-bytes': quotaBytes,
    // No page of another origin reads what a node answers, by whatever name a browser found it.
    cors: client,
    'host-whitelist': view.at(host, 'client').address,
    logger: 'zap',
    'log-level': 'warn',
  };
  const spell = (option: string) => `ETCD_${option.toUpperCase().replaceAll('-', '_')}`;
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [spell(name), String(value)]));
}
