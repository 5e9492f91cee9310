import { DatabaseUnavailable } from '../failures/unavailable.ts';

interface Waiter<T> {
  untilMs: number;
  resolve(value: T): void;
  reject(error: Error): void;
}

/** A queue, first come, first served: each caller waits until a time of its own, at most `atMost` callers at once. */
export function createWaitingLine<T>(atMost: number) {
  let waiters: Waiter<T>[] = [];

  return {
    get length() {
      return waiters.length;
    },
    /** Waits for a value. */
    wait(untilMs: number): Promise<T> {
      if (waiters.length >= atMost) throw new DatabaseUnavailable('queue full', { retryAfterSeconds: 1 });
      return new Promise((resolve, reject) => waiters.push({ untilMs, resolve, reject }));
    },
    /** Gives a value to the caller that has waited for longest; false where none waits. */
    serve(value: T): boolean {
      const first = waiters.shift();
      first?.resolve(value);
      return first !== undefined;
    },
    /** Refuses the callers whose time is over. */
    expire(nowMs: number): void {
      const late = waiters.filter(({ untilMs }) => untilMs <= nowMs);
      if (late.length === 0) return;
      waiters = waiters.filter(({ untilMs }) => untilMs > nowMs);
      for (const { reject } of late) reject(new DatabaseUnavailable('deadline'));
    },
    /** Refuses every caller. */
    dismiss(error: Error): void {
      for (const { reject } of waiters.splice(0)) reject(error);
    },
  };
}
