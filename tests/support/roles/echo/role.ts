import { join } from 'node:path';
import { type Role, renderEndpoint, renderSilence } from '../../../../roles/role.ts';
import { fetchText } from '../../../../scripts/waiting/fetch-text.ts';

/** A tiny HTTP server that answers with what its host was told: a kind of host that only tests have. */
export const role: Role = {
  title: 'Echo',
  ports: { http: { forBrowsers: true } },
  startsAfter: ['web'],

  programs: [],

  secrets: () => ({ echoWord: 'OpenSesame' }),
  plan(host, view) {
    const { address, port } = view.at(host, 'http');
    return {
      program: 'node',
      args: [join(import.meta.dirname, 'server.mjs')],
      environment: {
        // Clients come to a machine through Vagrant's forwarded port too.
        ECHO_ADDRESS: view.hostsAre === 'machines' ? '0.0.0.0' : address,
        ECHO_PORT: String(port),
        ECHO_FILE: join(view.folderOf(host), 'greeting'),
        ECHO_WORD: String(view.secrets.echoWord),
      },
      files: [{ name: 'greeting', text: `${host.name} beside ${view.hostsOf('mysql').length} members\n` }],
    };
  },
  async look(host, { view, state }) {
    const address = renderEndpoint(view.at(host, 'http'));
    const answer = await fetchText(`http://${address}/`, { timeoutMs: 2_000 }).catch(() => undefined);
    if (!answer?.ok) return { address, version: '', healthy: false, text: renderSilence(state) };
    return { address, version: '1.0', healthy: true, text: answer.text.trim() };
  },
};
