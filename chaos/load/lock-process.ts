import type { WireOptions } from '../../api/database/connections/wire.ts';
import { createDatabase } from '../../api/database/database.ts';
import { createGateway } from '../../api/locks/gateway.ts';
import { createLocks } from '../../api/locks/locks.ts';
import { readSettings, say } from '../child.ts';
import { runLockClients } from './lock-clients.ts';
import { createWriter } from './write-under-lock.ts';

// A client of locks in a process of its own, which chaos/run/frozen-holder.ts freezes at its work. It looks at no clock before it writes.

/** What it has to know, on its standard input. */
export interface LockProcessSettings {
  nodes: string[];
  database: WireOptions;
  /** When the run began, in milliseconds since 1970. */
  runBeganAtMs: number;
}

/** The lock that it shares with a client that is never frozen. */
const clients = [{ lock: 'chaos/frozen', workMs: 400 }];
// The other clients of the run count from 0.
const firstClient = 100;
const firstId = 1_000_000;

const { nodes, database: at, runBeganAtMs } = await readSettings<LockProcessSettings>();
const end = new AbortController();
process.on('SIGTERM', () => end.abort());
const database = createDatabase({ ...at, poolSize: 1 });
const seen = await runLockClients({
  clients,
  firstClient,
  firstId,
  locks: createLocks(createGateway({ nodes })),
  write: createWriter(database),
  nowMs: () => performance.timeOrigin + performance.now() - runBeganAtMs,
  signal: end.signal,
});
say({ seen });
await database.close();
