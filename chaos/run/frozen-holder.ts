import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from '../child.ts';
import type { LocksSeen } from '../load/lock-clients.ts';
import type { LockProcessSettings } from '../load/lock-process.ts';

/** Longer than a lease of the clients. */
const frozenMs = 3_500;
const freeMs = 2_000;

/** A process that uses a lock and is frozen at its work again and again, past its lease. */
export interface FrozenHolder {
  /** Lets it end, and gives what it saw. */
  end(): Promise<LocksSeen>;
  /** Ends it whatever it does. */
  kill(): void;
}

/** Starts the process. */
export function startFrozenHolder(settings: LockProcessSettings): FrozenHolder {
  const child = startChild('chaos/load/lock-process.ts', { what: 'the holder that is frozen', settings });
  const ending = new AbortController();
  const freezing = freezeInTurns(child, ending.signal);
  return {
    async end() {
      ending.abort();
      await freezing;
      child.process.kill('SIGTERM');
      await child.until(() => child.count('seen') > 0);
      return child.find<LocksSeen>('seen') as LocksSeen;
    },
    kill() {
      ending.abort();
      child.process.kill('SIGKILL');
    },
  };
}

async function freezeInTurns(child: Child, signal: AbortSignal): Promise<void> {
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    await rest(freeMs);
    child.process.kill('SIGSTOP');
    await rest(frozenMs);
    child.process.kill('SIGCONT');
  }
}
