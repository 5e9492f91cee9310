import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../settings/lab-file.ts';
import type { Target } from '../targets/target.ts';
import { patience } from '../waiting/patience.ts';

type StatefulTarget = Pick<Target, 'hosts' | 'state' | 'followState'>;

const timeoutMs = 1_000 * patience;
// A machine says its state each second.
const silenceMs = 4_000 * patience;

/** Tells the state of each host: asks for it each time, or, of machines, keeps what they said last. */
export function watchStates(target: StatefulTarget) {
  const end = new AbortController();
  if (!target.followState) return { read: (host: Host) => readOnce(target, host), close: () => undefined };
  const heard = new Map<string, { state: string; atMs: number }>();
  for (const host of target.hosts) follow(target, host, { heard, signal: end.signal });
  const read = async ({ name }: Host) => {
    const last = heard.get(name);
    return last && Date.now() - last.atMs < silenceMs ? last.state : 'unknown';
  };
  return { read, close: () => end.abort() };
}

// A process always answers.
async function readOnce(target: StatefulTarget, host: Host): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'unknown');
  });
  const state = target.state(host).catch(() => 'unknown');
  return await Promise.race([state, late]).finally(() => clearTimeout(timer));
}

interface Hearing {
  heard: Map<string, { state: string; atMs: number }>;
  signal: AbortSignal;
}

async function follow(target: StatefulTarget, host: Host, { heard, signal }: Hearing) {
  while (!signal.aborted) {
    await listen(target, host, { heard, signal }).catch(() => undefined);
    await sleep(timeoutMs, undefined, { signal }).catch(() => undefined);
  }
}

// A machine that lost its power closes no connection: after a silence it is asked over a new one.
async function listen(target: StatefulTarget, host: Host, { heard, signal }: Hearing) {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    for await (const state of target.followState?.(host, AbortSignal.any([signal, silence.signal])) ?? []) {
      heard.set(host.name, { state, atMs: Date.now() });
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
  }
}
