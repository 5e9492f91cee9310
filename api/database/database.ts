import { ReadBatches } from './batching/read-batches.ts';
import { createWriteBatches } from './batching/write-batches.ts';
import type { Member } from './causality/members.ts';
import type { Position } from './causality/position.ts';
import { Breaker } from './connections/breaker.ts';
import type { GroupAccess } from './connections/group-access.ts';
import { openConnection } from './connections/open-connection.ts';
import { Pool } from './connections/pool.ts';
import { createCounters, type DatabaseCounters, type DatabaseLog, type WorkKind } from './connections/reporting.ts';
import type { WireOptions } from './connections/wire.ts';
import type { Session, SessionOptions } from './session.ts';
import { catchUp } from './transactions/catch-up.ts';
import { createRequestSession } from './transactions/request-session.ts';
import { createTryTogether } from './transactions/try-write.ts';

/** The one way to the database. */
export interface Database {
  session(options: SessionOptions): Session;
  /** Marks of everything that was acknowledged to any client before now, by whichever process. */
  catchUp(): Promise<Position>;
  /** Marks of everything that this process has written. */
  written(): Position;
  /** What was counted and how things stand; undefined without resilience. */
  metrics(): DatabaseMetrics | undefined;
  close(): Promise<void>;
}

/** How things stand now, beside what was counted. */
export interface DatabaseMetrics extends DatabaseCounters {
  writeBatches: DatabaseCounters['writeBatches'] & { waiting: number };
  pool: ReturnType<Pool['describe']>;
  isBreakerOpen: Record<WorkKind, boolean>;
}

/** Where the database is, and how it is to be used. */
export interface DatabaseOptions extends WireOptions {
  /** Connections at most; `defaultPoolSize` where it is not given. */
  poolSize?: number;
  /** Writes of one transaction at most, where many arrive together that meet no others' locks. */
  maxBatchSize?: number;
  /** Hears of retries, losses and outages; a pino logger fits. */
  log?: DatabaseLog;
}

/** More connections at once make reads slower on a small machine; fewer, and writes wait for each other's COMMIT. */
export const defaultPoolSize = 16;
const tickEveryMs = 50;
const closeWithinMs = 5_000;
const silent: DatabaseLog = { info() {}, warn() {} };

/** Opens the way to the database; it connects by itself. */
export function createDatabase({ maxBatchSize, ...options }: DatabaseOptions): Database {
  const access = createGroupAccess(options);
  const { pool, breakers, counters } = access;
  const writeBatches = createWriteBatches(createTryTogether(access), counters.writeBatches, { maxBatchSize });
  const readBatches = new ReadBatches();
  const timer = setInterval(() => pool.tick(), tickEveryMs);
  pool.tick();
  return {
    session: (its) => readBatches.wrap(createRequestSession(access, writeBatches.tryWrite, its), its),
    catchUp: () => catchUp(access),
    written: () => access.written,
    metrics: () => ({
      ...counters,
      writeBatches: { ...counters.writeBatches, waiting: writeBatches.countWaiting() },
      pool: pool.describe(),
      isBreakerOpen: { read: breakers.read.isOpen(Date.now()), write: breakers.write.isOpen(Date.now()) },
    }),
    async close() {
      await pool.close(closeWithinMs);
      clearInterval(timer);
    },
  };
}

type GroupOptions = Omit<DatabaseOptions, 'maxBatchSize'>;

function createGroupAccess({ poolSize: size = defaultPoolSize, log = silent, ...where }: GroupOptions): GroupAccess {
  const reporting = { breakers: { read: new Breaker(), write: new Breaker() }, counters: createCounters(), log };
  const members = new Map<string, Member>();
  const open = () => openConnection({ where, members, written: access.written });
  const access: GroupAccess = { ...reporting, pool: new Pool({ ...reporting, size, open }), written: [] };
  return access;
}
