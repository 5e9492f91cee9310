import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { documents } from './documents.ts';
import { History } from './history.ts';
import { buildPage } from './page-file.ts';
import { describeRecord } from './recorded-lab.ts';
import { servePage } from './serve.ts';

/** Serves a record that is over until the signal; gives the link to it. */
export async function serveReplay(dir: string, signal: AbortSignal): Promise<string> {
  const lab = describeRecord(dir);
  const gate = { port: 0, key: randomBytes(24).toString('base64url') };
  const page = buildPage();
  const server = servePage({
    gate,
    history: new History({ dir, signal }),
    describe: () => lab,
    pages: { '/': () => page },
    routes: documents,
  });
  await once(server, 'listening');
  signal.addEventListener('abort', () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${gate.port}/?key=${gate.key}`;
}
