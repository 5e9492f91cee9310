import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that is measured: how to start it, and where it then answers. */
export interface Contestant {
  name: string;
  command: [string, ...string[]];
  cwd: string;
  environment: Record<string, string>;
  /** Up to and with `/api`. */
  url: string;
  /** A path under `url` that answers 200 once it is ready. */
  ready: string;
}

/** A contestant that runs. */
export interface Running {
  name: string;
  url: string;
  pid: number;
  /** The last lines of its log that tell of trouble. */
  complaints(): string[];
  stop(): Promise<void>;
}

const linesKept = 20;
const patienceMs = 60_000;

/** Starts a contestant and waits until it answers. */
export async function start({ name, command: [program, ...args], cwd, environment, url, ready }: Contestant) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const lastWords = keepLast([child.stdout, child.stderr], linesKept);
  const running: Running = {
    name,
    url,
    pid: child.pid as number,
    complaints: () => [...lastWords],
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
  for (const untilMs = Date.now() + patienceMs; ; await sleep(100)) {
    const answer = await fetch(`${url}${ready}`).catch(() => null);
    if (answer?.ok) return running;
    if (child.exitCode === null && Date.now() < untilMs) continue;
    await running.stop();
    throw new Error(`${name} does not answer ${url}${ready} with 200. Its last words:\n${lastWords.join('\n')}`);
  }
}

/** The last lines that say more than that all is well: of the API's log, warnings and worse. */
function keepLast(outputs: Readable[], count: number): string[] {
  const kept: string[] = [];
  for (const output of outputs) {
    createInterface({ input: output }).on('line', (line) => {
      if (line.includes('"level":30')) return;
      kept.push(line.slice(0, 1_000));
      if (kept.length > count) kept.shift();
    });
  }
  return kept;
}
