import { Breaker } from './breaker.ts';
import { catchUp } from './catch-up.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { GatheredReads } from './gathered-reads.ts';
import { GatheredWrites } from './gathered-writes.ts';
import type { Member } from './members.ts';
import { createCounters, type DatabaseCounters } from './metrics.ts';
import { openConnection } from './open-connection.ts';
import { keepOperationsShort } from './operation-cleaner.ts';
import { Pool } from './pool.ts';
import { defaultPoolSize } from './pool-options.ts';
import type { DatabaseLog, Kind, Runtime } from './runtime.ts';
import { ResilientSession } from './session.ts';
import { tryTogether } from './try-together.ts';

const connectTimeoutMs = 1_500;
const upkeepEveryMs = 50;
const closeWithinMs = 5_000;
const silent: DatabaseLog = { info() {}, warn() {} };

/** The way to the database that survives the loss of a member. */
export function createResilientDatabase(options: DatabaseOptions): Database {
  const runtime = createRuntime(options);
  const { pool, breakers, counters, gatheredWrites } = runtime;
  const upkeep = setInterval(() => keepUp(runtime, Date.now()), upkeepEveryMs);
  const stopCleaning = keepOperationsShort(runtime);
  pool.keepUp(Date.now());
  return {
    session: (sessionOptions) => new ResilientSession(runtime, sessionOptions),
    catchUp: () => catchUp(runtime),
    metrics: () => ({
      ...counters,
      gathered: { ...counters.gathered, waiting: gatheredWrites.waiting },
      pool: pool.describe(),
      breaker: describeBreakers(breakers),
    }),
    async close() {
      stopCleaning();
      await pool.close(closeWithinMs);
      clearInterval(upkeep);
    },
  };
}

function keepUp({ pool, gatheredWrites }: Runtime, nowMs: number): void {
  pool.keepUp(nowMs);
  gatheredWrites.keepUp(nowMs);
}

function createRuntime(options: DatabaseOptions): Runtime {
  const counters = createCounters();
  const breakers = { read: new Breaker(), write: new Breaker() };
  const log = options.log ?? silent;
  const pool = createPool(options, { counters, breakers, log, written: () => runtime.written });
  const gatheredReads = new GatheredReads();
  const gatheredWrites = new GatheredWrites((travellers) => tryTogether(runtime, travellers));
  const runtime: Runtime = {
    pool,
    breakers,
    counters,
    log,
    gatheredReads,
    gatheredWrites,
    written: [],
    meetUntilMs: 0,
  };
  return runtime;
}

interface PoolParts extends Pick<Runtime, 'breakers' | 'log'> {
  counters: DatabaseCounters;
  written(): Runtime['written'];
}

function createPool(options: DatabaseOptions, { counters, breakers, log, written }: PoolParts): Pool {
  const { host, port, user, password, database, poolSize = defaultPoolSize } = options;
  const members = new Map<string, Member>();
  const where = { host, port, user, password, database, connectTimeoutMs };
  return new Pool({
    size: poolSize,
    counters,
    open: (onLost) => openConnection({ where, members, written }, onLost),
    onLost: ({ member }, failure) =>
      log.info({ member: member.name, reason: failure.message }, 'database connection lost'),
    onOutage(failure) {
      for (const breaker of Object.values(breakers)) breaker.failed(Date.now());
      log.warn({ reason: failure.message }, 'no connection to the database');
    },
    onRecovery() {
      for (const breaker of Object.values(breakers)) breaker.succeeded();
      log.info({}, 'connected to the database');
    },
  });
}

function describeBreakers(breakers: Record<Kind, Breaker>) {
  const nowMs = Date.now();
  const describe = (kind: Kind) => (breakers[kind].isOpen(nowMs) ? ('open' as const) : ('closed' as const));
  return { read: describe('read'), write: describe('write') };
}
