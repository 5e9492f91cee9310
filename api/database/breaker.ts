/** What the breaker remembers of one kind of work. */
export interface BreakerState {
  /** When the failures began that no success has ended; 0 when there are none. */
  failingSinceMs: number;
  /** When somebody was last let through to try. */
  triedAtMs: number;
}

/** What to do with a caller who comes now. */
export type Admission = 'pass' | 'trial' | 'refuse';

/** Work may fail for so long before callers are sent away at once. It is above every stall of a group that lost one member. */
export const failingBeforeRefusalMs = 5_000;
const betweenTrialsMs = 500;

/** Lets callers through, refuses them when such work has failed for long, and then lets one through now and then to try. */
export function admit(state: BreakerState, nowMs: number): Admission {
  if (state.failingSinceMs === 0) return 'pass';
  if (nowMs - state.failingSinceMs < failingBeforeRefusalMs) return 'pass';
  return nowMs - state.triedAtMs < betweenTrialsMs ? 'refuse' : 'trial';
}

/** One breaker for reads, one for writes: a member alone may still answer the first and never the second. */
export class Breaker {
  readonly #state: BreakerState = { failingSinceMs: 0, triedAtMs: 0 };

  /** `hopeless` says that there is nothing to try with: then nobody is let through. */
  admit(nowMs: number, hopeless: boolean): Admission {
    const admission = admit(this.#state, nowMs);
    if (admission !== 'trial') return admission;
    if (hopeless) return 'refuse';
    this.#state.triedAtMs = nowMs;
    return admission;
  }

  succeeded(): void {
    this.#state.failingSinceMs = 0;
  }

  failed(nowMs: number): void {
    if (this.#state.failingSinceMs === 0) this.#state.failingSinceMs = nowMs;
  }

  isOpen(nowMs: number): boolean {
    return admit(this.#state, nowMs) !== 'pass';
  }
}
