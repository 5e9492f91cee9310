import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Gauge, Registry } from 'prom-client';
import { type MemberFacts, startMemberProbe } from './member-probe.ts';
import type { ProbeSettings } from './settings.ts';
import { startWriteProbe, type WriteProbe } from './write-probe.ts';

// Runs beside a lab, as roles/probe says: tells at /metrics how a client fares.

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ProbeSettings;
const end = new AbortController();
const registry = new Registry();
addWriteMetrics(startWriteProbe(settings, end.signal));
addMemberMetrics(startMemberProbe(settings, end.signal));

const server = createServer(async (_request, response) => {
  response.setHeader('Content-Type', registry.contentType);
  response.end(await registry.metrics());
});
server.listen(settings.listen.port, settings.listen.address);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

// What is under way ends within its deadline, and with it the process.
function stop() {
  end.abort();
  server.close();
  server.closeAllConnections();
}

function addWriteMetrics(probe: WriteProbe) {
  addGauge('probe_write_success', '1 where the last write could be read again.', () => Number(probe.succeeded));
  addGauge('probe_write_duration_seconds', 'The last write, or the one under way.', () => probe.durationS);
  addGauge('probe_writes_total', 'Writes so far.', () => probe.writes);
  addGauge('probe_write_failures_total', 'Writes that failed.', () => probe.failures);
}

function addGauge(name: string, help: string, read: () => number) {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

function addMemberMetrics(members: Map<string, MemberFacts>) {
  addMemberGauge('probe_member_offline_mode', '1 where the member turns ordinary accounts away.', ({ offline }) =>
    Number(offline),
  );
  addMemberGauge(
    'probe_member_foreign_transactions',
    "Transactions of the member that are not the group's.",
    ({ foreignTransactions }) => foreignTransactions,
  );

  function addMemberGauge(name: string, help: string, read: (facts: MemberFacts) => number | undefined) {
    new Gauge({
      name,
      help,
      labelNames: ['server'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [server, facts] of members) {
          const value = read(facts);
          if (value !== undefined) this.set({ server }, value);
        }
      },
    });
  }
}
