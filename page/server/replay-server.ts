import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { basename, dirname } from 'node:path';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { SegmentLine } from '../../scripts/record/lines.ts';
import { readRecord } from '../../scripts/record/reader.ts';
import type { LabPage } from '../lab-page.ts';
import { documents } from './documents.ts';
import { History } from './history.ts';
import { buildPage } from './page-file.ts';
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
    page: () => page,
    routes: documents,
  });
  await once(server, 'listening');
  signal.addEventListener('abort', () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${gate.port}/?key=${gate.key}`;
}

const titles: Record<string, string> = { mysql: 'MySQL', haproxy: 'HAProxy', web: 'API' };

function describeRecord(dir: string): LabPage {
  const [first] = readRecord(dir) as Iterable<SegmentLine>;
  if (first?.type !== 'segment') {
    throw new UserError(`There is no record of a run in ${dir}`, {
      next: './lab replay results/SCENARIO/TIME-VARIANT',
    });
  }
  const hosts = (first.hosts ?? []).map((host) => ({
    ...host,
    title: titles[host.role] ?? host.role,
    address: '',
    canReload: false,
  }));
  const name = `Replay of ${basename(dirname(dirname(dir)))}, ${basename(dirname(dir))}`;
  const replay = { mayCommand: false, hasFaults: false, links: [], isReplay: true };
  return { name, target: first.target ?? '', hosts, ...replay };
}
