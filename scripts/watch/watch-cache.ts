import type { ShownCopies } from '../../api/cache/show-copies.ts';
import { askValkey } from '../../roles/valkey/valkey-status.ts';
import type { CacheSample, CopiesAnswer, Silence, ValkeyAnswer } from '../record/lines.ts';
import type { WebHost } from '../settings/endpoints.ts';
import type { Host } from '../settings/lab-file.ts';
import type { Target } from '../targets/target.ts';
import { describeSilence } from './describe-silence.ts';
import { httpGet } from './http-get.ts';

/** Asks the Valkeys of the profile cache how they do, and each API process for its copies; undefined where the lab has none. */
export async function readCache(
  { view, endpoints }: Pick<Target, 'view' | 'endpoints'>,
  { timeoutMs }: { timeoutMs: number },
): Promise<CacheSample | undefined> {
  const hosts = view.hostsOf('valkey');
  if (hosts.length === 0) return undefined;

  async function readValkey(host: Host): Promise<ValkeyAnswer | Silence> {
    try {
      const { role, replicas, isLinked, keys, followers } = await askValkey(view, host, { timeoutMs });
      return { answers: true, role, replicas, isLinked, keys, followers };
    } catch (error) {
      return describeSilence(error);
    }
  }

  async function readCopies({ http, metricsToken: token }: WebHost): Promise<CopiesAnswer | Silence> {
    const url = `http://${http.address}:${http.port}/metrics/copies`;
    try {
      const shown = JSON.parse(await httpGet(url, { timeoutMs, token })) as ShownCopies;
      return { answers: true, ...shown };
    } catch (error) {
      return describeSilence(error);
    }
  }

  const [valkeys, webs] = await Promise.all([
    Promise.all(hosts.map(async (host) => [host.name, await readValkey(host)] as const)),
    Promise.all(endpoints.webs.map(async (web) => [web.name, await readCopies(web)] as const)),
  ]);
  return { valkeys: Object.fromEntries(valkeys), webs: Object.fromEntries(webs) };
}
