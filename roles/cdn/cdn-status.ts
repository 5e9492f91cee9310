import type { Host } from '../../scripts/settings/lab-file.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { askEdge, isRoutedByEdge } from '../edge/edge-status.ts';
import { type HostLook, type Question, renderEndpoint, renderSilence } from '../role.ts';

/** A cdn host's line in `status`. */
export async function lookAtCdn(host: Host, question: Question): Promise<HostLook> {
  const { view, state } = question;
  const address = `http://${renderEndpoint(view.at(host, 'front'))}`;
  const [answer, edge] = await Promise.all([
    fetchText(`${address}/.health`, { timeoutMs: 2_000 }).catch(() => undefined),
    askEdge(question),
  ]);
  const look = { address, version: answer?.ok ? answer.text.trim().replace(/^nginx /, '') : '' };
  if (!answer?.ok) return { ...look, healthy: false, text: renderSilence(state) };
  const routed = isRoutedByEdge(host, view, edge);
  return { ...look, healthy: routed, text: routed ? 'answers, routed' : 'answers, not routed', does: 'is routed' };
}
