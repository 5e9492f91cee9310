import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
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
  stop(): Promise<void>;
}

const patienceMs = 60_000;

/** Starts a contestant and waits until it answers. */
export async function start({ name, command: [program, ...args], cwd, environment, url, ready }: Contestant) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const lastWords: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => lastWords.push(line) > 20 && lastWords.shift());
  }
  const running: Running = {
    name,
    url,
    pid: child.pid as number,
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
