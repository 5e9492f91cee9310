import { join } from 'node:path';
import { writeNodes } from '../../scripts/database/write-nodes.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { type HostLook, type Question, type Role, renderEndpoint, renderSilence } from '../role.ts';
import type { LabView } from '../view.ts';
import { keepOnlyRole, ownFileOf, renderFirstRole, renderValkeyConf, writeOwnFile } from './configuration.ts';
import { valkeyPrograms } from './programs.ts';
import { askValkey } from './valkey-status.ts';

const renderInclude = (host: Host, view: LabView) => `include ${join(view.folderOf(host), 'valkey.conf')}\n`;

// What its own file begins with, before the first start.
const renderFirst = (host: Host, view: LabView) => `${renderInclude(host, view)}${renderFirstRole(host, view)}`;

/** A Valkey: one is the primary, the others copy it, and Sentinel makes another one the primary when it is gone. */
export const role: Role = {
  title: 'Valkey',
  count: { least: 0, most: 5 },
  ports: { valkey: {} },
  startsAfter: [],

  programs: valkeyPrograms,

  plan: (host, view) => ({
    program: 'valkey-server',
    args: [ownFileOf(host, view)],
    environment: {},
    files: [
      { name: 'valkey.conf', text: renderValkeyConf(host, view), secret: true },
      { name: 'first.conf', text: renderFirst(host, view) },
    ],
  }),
  prepare: (host, { view }) => writeOwnFile(host, view, renderFirst(host, view)),
  beforeStart: (host, view) => keepOnlyRole(host, view, renderInclude(host, view)),

  inDatabase: {
    begin: (member, view) => writeNodes(member, 'cache_nodes', listSentinels(view)),
    end: (member) => writeNodes(member, 'cache_nodes', []),
  },
  look,
};

const listSentinels = (view: LabView) =>
  view.hostsOf('sentinel').map((host) => ({ name: host.name, ...view.at(host, 'sentinel') }));

async function look(host: Host, { view, state }: Question): Promise<HostLook> {
  const address = renderEndpoint(view.at(host, 'valkey'));
  const status = await askValkey(view, host, { timeoutMs: 1_500 }).catch(() => undefined);
  if (!status) return { address, version: '', healthy: false, text: renderSilence(state) };
  const { role, version, replicas, isLinked, keys } = status;
  const copies = view.hostsOf('valkey').length - 1;
  const text =
    role === 'primary' ? `primary, ${replicas} of ${copies} copy it` : `replica${isLinked ? '' : ', copies nothing'}`;
  const healthy = role === 'primary' || isLinked;
  return { address, version, healthy, text: `${text}, ${keys} keys` };
}
