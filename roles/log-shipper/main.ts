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
  const unread = shipper.unreadBytes.map(([host, bytes]) => [`{host="${host}"}`, bytes] as const);
  return [
    renderMetric('sent_lines_total', 'counter', 'Lines that the store has kept.', [['', shipper.sent]]),
    renderMetric('refused_lines_total', 'counter', 'Lines that the store refused for good.', [['', shipper.refused]]),
    renderMetric('missed_bytes_total', 'counter', 'Bytes that were gone before they were sent.', [
      ['', shipper.missedBytes],
    ]),
    renderMetric('waiting_seconds', 'gauge', 'Since when the lines that are being sent wait.', [
      ['', shipper.waitingS],
    ]),
    renderMetric('unread_bytes', 'gauge', 'Bytes of each log that wait.', unread),
  ].join('');
}

function renderMetric(what: string, kind: string, help: string, values: (readonly [string, number])[]) {
  const name = `log_shipper_${what}`;
  const samples = values.map(([labels, value]) => `${name}${labels} ${value}\n`).join('');
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${samples}`;
}
