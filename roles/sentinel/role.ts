import type { Host } from '../../scripts/settings/lab-file.ts';
import { type HostLook, type Question, type Role, renderEndpoint, renderSilence } from '../role.ts';
import { ownFileOf, writeOwnFile } from '../valkey/configuration.ts';
import { valkeyPrograms } from '../valkey/programs.ts';
import { renderSentinelConf } from './configuration.ts';
import { askSentinel } from './sentinel-status.ts';

/** Watches the Valkeys of the lab; most Sentinels together make a replica the primary when that one is gone. */
export const role: Role = {
  title: 'Sentinel',
  count: { least: 0, most: 5 },
  ports: { sentinel: {} },
  startsAfter: ['valkey'],

  programs: valkeyPrograms,

  plan: (host, view) => ({
    program: 'valkey-server',
    args: [ownFileOf(host, view), '--sentinel'],
    environment: {},
    files: [{ name: 'sentinel.conf', text: renderSentinelConf(host, view), secret: true }],
  }),
  prepare: (host, { view }) => writeOwnFile(host, view, renderSentinelConf(host, view)),
  look,
};

async function look(host: Host, { view, state }: Question): Promise<HostLook> {
  const address = renderEndpoint(view.at(host, 'sentinel'));
  const status = await askSentinel(view, host, { timeoutMs: 1_500 }).catch(() => undefined);
  if (!status) return { address, version: '', healthy: false, text: renderSilence(state) };
  const { version, primary, others, isDown } = status;
  const name =
    view.hostsOf('valkey').find((valkey) => renderEndpoint(view.at(valkey, 'valkey')) === primary)?.name ?? 'none';
  const wanted = view.hostsOf('sentinel').length;
  const text = `${isDown ? 'misses' : 'watches'} ${name}, ${others + 1} of ${wanted} together`;
  return { address, version, healthy: !isDown, settled: !isDown && others + 1 === wanted, text };
}
