import type { Host } from '../scripts/settings/lab-file.ts';
import { fetchText } from '../scripts/waiting/fetch-text.ts';
import { type HostLook, type Question, renderEndpoint, renderSilence } from './role.ts';

/** The line in `status` of a host that is there to be asked for numbers at /metrics of its port `http`. */
export async function lookAtMetrics(host: Host, { view, state }: Question): Promise<HostLook> {
  const address = `http://${renderEndpoint(view.at(host, 'http'))}`;
  const answer = await fetchText(`${address}/metrics`, { timeoutMs: 2_000 }).catch(() => undefined);
  if (!answer?.ok) return { address, version: '', healthy: false, text: renderSilence(state) };
  const version = /^\w+_build_info\{[^}]*\bversion="(\d[\d.]*)/m.exec(answer.text)?.[1] ?? '';
  return { address, version, healthy: true, text: 'answers' };
}
