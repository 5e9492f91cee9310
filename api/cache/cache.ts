import type { DatabaseLog } from '../database/connections/reporting.ts';
import type { Database } from '../database/database.ts';
import { type Copies, createCopies } from './copies.ts';
import { followValkey, type Link } from './follow-valkey.ts';
import { type Safety, safe } from './near-cache.ts';
import { listSentinels, type Sentinel } from './repository.ts';

/** The copies that this process keeps while the lab has the profile cache. */
export interface Cache {
  /** Undefined while the profile is off. */
  copies(): Copies | undefined;
  /** The connection to Valkey; undefined while there is none. */
  link(): Link | undefined;
  close(): void;
}

interface CacheOptions {
  database: Pick<Database, 'session' | 'written'>;
  password: string | undefined;
  log: DatabaseLog;
  /** For ./lab demo stale alone. */
  safety?: Safety;
}

const lookEveryMs = 2_000;
const lookWithinMs = 1_500;
const sweepEveryMs = 1_000;

/** Without a password there is no Valkey to go to: nothing is kept, and the database is never asked. */
export const noCache: Cache = { copies: () => undefined, link: () => undefined, close: () => undefined };

/** Learns from the database whether the lab has the profile, with no start of the process, and follows its Valkey. */
export function createCache({ database, password, log, safety = safe }: CacheOptions): Cache {
  if (password === undefined) return noCache;
  let followed: { key: string; copies: Copies; end(): void } | undefined;

  function follow(key: string, sentinels: Sentinel[]): typeof followed {
    const copies = createCopies({ written: database.written, safety });
    const end = followValkey({
      sentinels,
      password: password as string,
      onUp(link) {
        copies.connect(link);
        log.info({}, 'copies are kept: Valkey answers');
      },
      onDown(reason) {
        if (copies.isConnected()) log.warn({ reason }, 'nothing is kept: Valkey is away');
        copies.disconnect();
      },
      onTouched: copies.hear,
    });
    return { key, copies, end };
  }

  async function look(): Promise<void> {
    const session = database.session({ requestId: 'cache', deadlineMs: lookWithinMs });
    const sentinels = await session.read(listSentinels);
    const key = JSON.stringify(sentinels);
    if (key === (followed?.key ?? '[]')) return;
    followed?.end();
    followed = sentinels.length > 0 ? follow(key, sentinels) : undefined;
  }

  // Where the database does not answer, what was known stands.
  const looking = setInterval(() => look().catch(() => undefined), lookEveryMs);
  look().catch(() => undefined);
  const sweeping = setInterval(() => followed?.copies.sweep(), sweepEveryMs);
  return {
    copies: () => followed?.copies,
    link: () => followed?.copies.link(),
    close() {
      clearInterval(looking);
      clearInterval(sweeping);
      followed?.end();
    },
  };
}
