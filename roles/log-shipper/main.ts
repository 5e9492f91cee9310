import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { FolderSource } from './folder-source.ts';
import { JournalSource } from './journal/journal-source.ts';
import { type Counted, renderMetrics } from './metrics.ts';
import type { ShipperSettings } from './settings.ts';
import { Shipper } from './shipper.ts';

// Runs beside a lab, as roles/log-shipper says: sends what is written to the logs of all hosts.

const { listen, target, ...from } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ShipperSettings;
const say = (text: string) => console.log(`${new Date().toISOString()} ${text}`);
const folders = createFolders(from);
const journals = createJournals(from);
const shipper = new Shipper({ sources: [...folders, ...journals], target, say });
const end = new AbortController();

const counted: Counted = { shipper, folders, journals };
const server = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/plain; version=0.0.4');
  response.end(renderMetrics(counted));
});
server.listen(listen.port, listen.address);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
await shipper.run(end.signal);
server.close();
server.closeAllConnections();

function createFolders({ hostsFolder, lab, positionsFolder }: Omit<ShipperSettings, 'listen' | 'target'>) {
  const positionsPath = join(positionsFolder, 'positions.json');
  return hostsFolder === undefined ? [] : [new FolderSource({ hostsFolder, lab, positionsPath, say })];
}

function createJournals({ journals, positionsFolder }: Pick<ShipperSettings, 'journals' | 'positionsFolder'>) {
  return journals.map((journal) => {
    const positionPath = join(positionsFolder, `journal.${journal.name}.json`);
    return new JournalSource({ ...journal, positionPath, say });
  });
}
