import { setTimeout as sleep } from 'node:timers/promises';
import type { WireOptions } from '../../api/database/connections/wire.ts';
import { createDatabase } from '../../api/database/database.ts';
import { TokenIsOld } from '../../api/locks/fence.ts';
import { createGateway } from '../../api/locks/gateway.ts';
import { withLock } from '../../api/locks/hold-lock.ts';
import { createLocks } from '../../api/locks/locks.ts';
import { readSettings, say } from '../child.ts';
import { cells, lockName, writeCell } from './cells.ts';

// The first holder of ./lab demo two-holders, a process of its own that is frozen at its work. It looks at its lease once, before it
// begins, as most programs do; what a look before each write would save is less, and no look is part of the write.

/** What it has to know, on its standard input. */
export interface HolderSettings {
  nodes: string[];
  database: WireOptions;
  ttlS: number;
  /** Whether its writes carry the token. */
  hasToken: boolean;
}

const pauseMs = 60;

const { nodes, ttlS, hasToken, ...settings } = await readSettings<HolderSettings>();
const database = createDatabase({ ...settings.database, poolSize: 1 });
const locks = createLocks(createGateway({ nodes }));

async function writeAll(token: number) {
  for (let cell = 0; cell < cells; cell += 1) {
    const session = database.session({ requestId: 'first holder' });
    try {
      await writeCell(session, { cell, writer: 'first', token: hasToken ? token : undefined });
      say({ wrote: cell });
    } catch (error) {
      if (!(error instanceof TokenIsOld)) throw error;
      say({ refused: cell });
    }
    await sleep(pauseMs);
  }
}

const wanted = { name: lockName, holder: 'first holder', ttlS };
await withLock(locks, wanted, {
  waitMs: 10_000,
  work: async ({ token, isValid }) => {
    say({ granted: token });
    if (isValid()) await writeAll(token);
  },
});
await database.close();
say({ end: true });
