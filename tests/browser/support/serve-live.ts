import { once } from 'node:events';
import { History } from '../../../page/server/history.ts';
import { buildPage } from '../../../page/server/page-file.ts';
import { describeRecord } from '../../../page/server/recorded-lab.ts';
import { servePage } from '../../../page/server/serve.ts';

/** Serves the page of a record to which lines are still added, as a watcher does. */
export async function serveLive(dir: string, port: number) {
  const end = new AbortController();
  const gate = { port, key: 'the-key-of-this-test' };
  const server = servePage({
    gate,
    history: new History({ dir, signal: end.signal }),
    describe: () => ({ ...describeRecord(dir), isReplay: false, mayCommand: true }),
    pages: { '/': buildPage },
    routes: {},
  });
  await once(server, 'listening');
  const cut = () => server.closeAllConnections();
  const close = async () => {
    end.abort();
    cut();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: gate.port, link: `http://127.0.0.1:${gate.port}/?key=${gate.key}`, cut, close };
}
