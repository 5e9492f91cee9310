import type { MemberConnection } from './connection.ts';
import type { DatabaseCounters } from './metrics.ts';

/** More connections at once make reads slower on a small machine; fewer, and writes wait for each other's COMMIT. */
export const defaultPoolSize = 16;

/** What a pool is made of. */
export interface PoolOptions {
  size: number;
  counters: DatabaseCounters;
  /** Opens a connection that a request may be given; `onLost` hears of its end. */
  open(onLost: (failure: Error) => void): Promise<MemberConnection>;
  /** A connection was opened while there was none. */
  onRecovery(): void;
  onOutage(failure: Error): void;
  onLost(connection: MemberConnection, failure: Error): void;
}

/** Until when a connection is waited for, and where it should lead. */
export interface Wanted {
  untilMs: number;
  /** To the member on which writes meet that want the same rows. */
  meets: boolean;
}
