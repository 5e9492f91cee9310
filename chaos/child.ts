import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectDir } from '../scripts/settings/config.ts';
import { waitFor } from '../scripts/waiting/wait.ts';

/** A process beside a demo or a run: it reads its settings from its standard input, and says what it does in lines of JSON with one word each. */
export interface Child {
  process: ChildProcess;
  /** How often it has said a word. */
  count(word: string): number;
  /** What it said first with a word. */
  find<T>(word: string): T | undefined;
  /** Waits for something that it has to say. */
  until(isThere: () => boolean): Promise<void>;
}

const patienceMs = 20_000;

/** Starts a program, by its path in the project; `what` is what it is called where it fails. */
export function startChild(program: string, { what, settings }: { what: string; settings: object }): Child {
  const command = [join(projectDir, 'scripts/start/run.mjs'), program];
  const child = spawn(process.execPath, command, { cwd: projectDir, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(settings));
  const lines: Record<string, unknown>[] = [];
  let hasEnded = false;
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  void once(child, 'exit').then(() => {
    hasEnded = true;
  });
  return {
    process: child,
    count: (word) => lines.filter((line) => word in line).length,
    find: <T>(word: string) => lines.find((line) => word in line)?.[word] as T | undefined,
    until: async (isThere) => {
      const look = () => {
        if (hasEnded && !isThere()) throw new Error(`${what} has ended before its time`);
        return isThere();
      };
      await waitFor(look, { what, timeoutMs: patienceMs, intervalMs: 5 });
    },
  };
}

/** The settings, in the process that was started. */
export async function readSettings<T>(): Promise<T> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as T;
}

/** Says a line. */
export const say = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`);
