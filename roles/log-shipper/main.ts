import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ShipperSettings } from './settings.ts';
import { Shipper } from './shipper.ts';

// Runs beside a lab, as roles/log-shipper says: sends what is written to the logs of all hosts.

const { listen, ...options } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ShipperSettings;
const say = (text: string) => console.log(`${new Date().toISOString()} ${text}`);
const shipper = new Shipper({ ...options, say });
const end = new AbortController();

const server = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/plain; version=0.0.4');
  response.end(renderMetrics());
});
server.listen(listen.port, listen.address);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
await shipper.run(end.signal);
server.close();
server.closeAllConnections();

function renderMetrics() {
  const rows = {
    log_shipper_sent_lines_total: ['counter', 'Lines that the store has kept.', shipper.sent],
    log_shipper_refused_lines_total: ['counter', 'Lines that the store refused for good.', shipper.refused],
    log_shipper_missed_bytes_total: ['counter', 'Bytes that were gone before they were sent.', shipper.missedBytes],
    log_shipper_unread_bytes: ['gauge', 'Bytes of the logs that wait.', shipper.unreadBytes],
  };
  return Object.entries(rows)
    .map(([name, [kind, help, value]]) => `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${name} ${value}\n`)
    .join('');
}
