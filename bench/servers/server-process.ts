import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that is measured: how to start it, and where it then answers. */
export interface ServerDescription {
  name: string;
  command: [string, ...string[]];
  cwd: string;
  environment: Record<string, string>;
  /** Up to and with `/api`. */
  url: string;
  /** A path under `url` that answers 200 once the server is ready. */
  ready: string;
}

/** A server that runs in a process of its own. */
export interface RunningServer {
  name: string;
  url: string;
  pid: number;
  /** The last lines of its log that are warnings or errors. */
  warnings(): string[];
  stop(): Promise<void>;
}

const linesKept = 20;
const readyWithinMs = 60_000;

/** Runs servers beside each other for as long as the work takes. */
export async function withServers<Result>(
  descriptions: ServerDescription[],
  work: (servers: RunningServer[]) => Promise<Result>,
): Promise<Result> {
  const servers: RunningServer[] = [];
  try {
    for (const description of descriptions) servers.push(await start(description));
    return await work(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function start(description: ServerDescription): Promise<RunningServer> {
  const { name, command, cwd, environment, url, ready } = description;
  const [program, ...args] = command;
  const env = { ...process.env, ...environment };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const warnings = keepWarnings([child.stdout, child.stderr]);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (const untilMs = Date.now() + readyWithinMs; ; await sleep(100)) {
    const answer = await fetch(`${url}${ready}`).catch(() => null);
    if (answer?.ok) return { name, url, pid: child.pid as number, warnings: () => [...warnings], stop };
    if (child.exitCode === null && Date.now() < untilMs) continue;
    await stop();
    throw new Error(`${name} does not answer ${url}${ready} with 200. Its last lines:\n${warnings.join('\n')}`);
  }
}

const isInfo = (line: string) => line.includes('"level":30');

/** The last lines of a server's output, without the messages of the API's log that only inform. */
function keepWarnings(outputs: Readable[]): string[] {
  const kept: string[] = [];
  for (const output of outputs) {
    createInterface({ input: output }).on('line', (line) => {
      if (isInfo(line)) return;
      kept.push(line.slice(0, 1_000));
      if (kept.length > linesKept) kept.shift();
    });
  }
  return kept;
}
