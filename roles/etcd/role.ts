import { mkdir } from 'node:fs/promises';
import { writeNodes } from '../../scripts/database/write-nodes.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { type HostLook, type PreparedAt, type Question, type Role, renderEndpoint, renderSilence } from '../role.ts';
import type { LabView } from '../view.ts';
import { dataOf, listSettings, urlOf } from './configuration.ts';
import { askNodesOnce } from './node-status.ts';
import { etcdPrograms } from './programs.ts';

// etcd 3.4 starts on no other kind of processor without it.
const unsupported: Record<string, string> = process.arch === 'arm64' ? { ETCD_UNSUPPORTED_ARCH: 'arm64' } : {};

/** A node of the cluster that grants locks. */
export const role: Role = {
  title: 'etcd',
  count: { least: 0, most: 5 },
  ports: { client: { forBrowsers: true }, peer: {} },
  startsAfter: [],

  programs: etcdPrograms,

  plan: (host, view) => ({
    program: 'etcd',
    args: [],
    environment: { ...unsupported, ...listSettings(host, view) },
    files: [],
  }),
  prepare,

  metrics: (host, view) => [{ job: 'etcd', instance: host.name, at: view.at(host, 'client') }],
  inDatabase: {
    begin: (member, view) => writeNodes(member, 'lock_nodes', listLockNodes(view)),
    end: (member) => writeNodes(member, 'lock_nodes', []),
  },
  look,
};

const listLockNodes = (view: LabView) =>
  view.hostsOf('etcd').map((host) => ({ name: host.name, url: urlOf(view, host, 'client') }));

// etcd wants its data to be readable by its own account alone.
async function prepare(host: Host, { view }: PreparedAt) {
  await mkdir(dataOf(host, view), { recursive: true, mode: 0o700 });
}

async function look(host: Host, { view, state, once }: Question): Promise<HostLook> {
  const address = `http://${renderEndpoint(view.at(host, 'client'))}`;
  const status = (await askNodesOnce({ view, once })).get(host.name);
  if (!status) return { address, version: '', healthy: false, text: renderSilence(state) };
  const { leader, term, version } = status;
  const part = leader === host.name ? 'leads' : `follows ${leader}`;
  return { address, version, healthy: leader !== '', text: leader ? `${part}, term ${term}` : 'no leader' };
}
