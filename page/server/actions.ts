import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';

/** What a button can do to a host, in the words of the command line. */
export const hostActions = ['kill', 'stop', 'pause', 'resume', 'start', 'reload'] as const;

const faultActions = ['partition', 'slow', 'heal', 'poweroff'] as const;

export interface Reach {
  hosts: string[];
  /** Whether the hosts are machines, which can be cut off and powered off. */
  hasFaults: boolean;
}

/** The words as they may be carried out; undefined for everything that is no button of the page. */
export function checkWords(words: unknown, { hosts, hasFaults }: Reach): string[] | undefined {
  if (!Array.isArray(words)) return undefined;
  const [action, host, ...more] = words;
  if (action === 'recover' && words.length === 1) return ['recover'];
  const actions: readonly string[] = hasFaults ? [...hostActions, ...faultActions] : hostActions;
  if (more.length > 0 || typeof action !== 'string' || typeof host !== 'string') return undefined;
  return actions.includes(action) && hosts.includes(host) ? [action, host] : undefined;
}

export interface Outcome {
  done: boolean;
  /** What the command has printed. */
  text: string;
}

const maxAtOnce = 8;
let running = 0;

/** Runs ./lab with these words, as the command line does, recorded as given by the page. */
export async function runLab(words: string[], environment: Record<string, string>): Promise<Outcome> {
  if (running >= maxAtOnce) return { done: false, text: 'Too many commands are under way: wait for one to end.' };
  running += 1;
  const { done, text } = await finish(spawnLab(words, environment));
  running -= 1;
  return { done, text };
}

// What the watcher's own supervisor has set is not for the hosts that a command may start.
const own = ['CAN_WAIT', 'RESTART_PAUSE_S', 'LAB_HOST_DIR', 'MYSQLD_PARENT_PID'];

// Not ./lab, which would install what is missing: the watcher may not write there on a machine.
const tools = [join(projectDir, 'scripts/start/run.mjs'), 'scripts/cli/main.ts'];

// The watcher gives way to other programs; what a command starts must not.
const asOthers = 'chrt --other --pid 0 $$ 2>/dev/null; exec "$@"';

/** Starts ./lab with these words; it reads its input from a pipe. */
export function spawnLab(words: string[], environment: Record<string, string>) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.includes(name)));
  const args = ['-c', asOthers, 'sh', process.execPath, ...tools, ...words];
  return spawn('/bin/sh', args, { cwd: projectDir, env: { ...inherited, ...environment, LAB_GIVEN_BY: 'page' } });
}

function finish(child: ReturnType<typeof spawnLab>) {
  child.stdin.end();
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
  return new Promise<Outcome>((resolve) => {
    const end = (done: boolean) => resolve({ done, text: Buffer.concat(parts).toString().trim() });
    child.once('error', () => end(false));
    child.once('close', (code) => end(code === 0));
  });
}
