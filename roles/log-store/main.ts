import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogServer } from './server.ts';
import type { LogStoreSettings } from './settings.ts';
import { LogStore } from './store/log-store.ts';

// Runs beside a lab, as roles/log-store says: keeps the lines of all logs.

const { listen, account, ...options } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LogStoreSettings;
const say = (text: string) => console.log(`${new Date().toISOString()} ${text}`);
const tendEveryMs = 60_000;

const store = await LogStore.open({ ...options, say });
const tend = () => store.tend().catch((error: Error) => say(`The files could not be tended: ${error.message}`));
await tend();
const end = new AbortController();
const server = createLogServer(store, account).listen(listen.port, listen.address);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

const pause = () => sleep(tendEveryMs, true, { signal: end.signal }).catch(() => false);
while (await pause()) await tend();

// What a sender was told is kept is on the disk; everything else is sent again.
function stop() {
  end.abort();
  server.close();
  server.closeAllConnections();
}
