import { patience } from '../../patience.ts';
/** What to do with a request that comes now. */
export type Admission = 'pass' | 'trial' | 'refuse';

/** Work may fail for so long before requests are refused at once; a group that lost one member stalls for less. */
export const failingBeforeRefusalMs = 5_000 * patience;
const betweenTrialsMs = 500;

/**
 * Refuses work when such work has failed for long, and then lets one request through now and then to try. One breaker for
 * reads, one for writes: a member alone may still answer the first and never the second.
 */
export class Breaker {
  /** When the failures began that no success has ended; 0 when there are none. */
  #failingSinceMs = 0;
  #triedAtMs = 0;

  /** `hopeless` says that there is no connection to try with: then no request is let through. */
  admit(nowMs: number, hopeless: boolean): Admission {
    if (!this.isOpen(nowMs)) return 'pass';
    if (hopeless || nowMs - this.#triedAtMs < betweenTrialsMs) return 'refuse';
    this.#triedAtMs = nowMs;
    return 'trial';
  }

  succeeded(): void {
    this.#failingSinceMs = 0;
  }

  failed(nowMs: number): void {
    if (this.#failingSinceMs === 0) this.#failingSinceMs = nowMs;
  }

  isOpen(nowMs: number): boolean {
    return this.#failingSinceMs !== 0 && nowMs - this.#failingSinceMs >= failingBeforeRefusalMs;
  }
}
