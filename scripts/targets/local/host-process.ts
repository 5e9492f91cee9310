import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostState } from '../../../roles/role.ts';
import { findProcess, groupMemoryMb, listGroup, type ProcessInfo } from '../../state/process-table.ts';
import { waitFor } from '../../waiting/wait.ts';

/** In the environment of everything that runs for a host: how its processes are known again. */
const hostMark = 'LAB_HOST_DIR';

const superviseScript = join(import.meta.dirname, 'supervise.sh');

export interface HostProgram {
  command: [string, ...string[]];
  environment: NodeJS.ProcessEnv;
  restartPauseS?: number;
  canWait?: boolean;
}

/** Starts a host's program under a supervisor that outlives this command; does nothing where it runs. */
export async function startProcess(dir: string, { command, environment, restartPauseS, canWait }: HostProgram) {
  const supervision = {
    ...(restartPauseS && { RESTART_PAUSE_S: `${restartPauseS}` }),
    ...(canWait && { CAN_WAIT: 'yes' }),
  };
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'wanted'), '');
  if (lookUp(dir).supervisor) return;
  const child = spawn('/bin/sh', [superviseScript, dir, ...command], {
    cwd: dir,
    env: { ...environment, ...supervision, [hostMark]: dir },
    detached: true,
    stdio: 'ignore',
  });
  await writeFile(join(dir, 'supervisor.pid'), `${child.pid}\n`);
  child.unref();
}

/** Asks a host's program to end, and its supervisor to let it rest. */
export async function stopProcess(dir: string, { timeoutMs }: { timeoutMs: number }) {
  await rm(join(dir, 'wanted'), { force: true });
  const found = lookUp(dir);
  if (!found.program) return await killProcess(dir);
  signalGroup(dir, 'SIGCONT');
  trySignal(found.program.pid, 'SIGTERM');
  await waitUntilGone(dir, found, timeoutMs).catch(() => killProcess(dir));
}

/** Waits for the end of a host that another command is stopping at this moment. */
export async function waitWhileStopping(dir: string, timeoutMs: number) {
  if (existsSync(join(dir, 'wanted'))) return;
  await waitUntilGone(dir, lookUp(dir), timeoutMs).catch(() => undefined);
}

/** Ends a host at once, as a pulled plug would, and leaves it down. */
export async function killProcess(dir: string) {
  await rm(join(dir, 'wanted'), { force: true });
  const found = lookUp(dir);
  signalGroup(dir, 'SIGKILL');
  await waitUntilGone(dir, found, 10_000);
}

/** Freezes a host: it keeps its connections and answers nothing. */
export function pauseProcess(dir: string) {
  signalGroup(dir, 'SIGSTOP');
}

/** Lets a frozen host go on. */
export function resumeProcess(dir: string) {
  signalGroup(dir, 'SIGCONT');
}

/** The processes that a host's program began, without itself; none where the system does not tell. */
export function listWorkers(dir: string): number[] {
  const { program } = lookUp(dir);
  return program ? listGroup(program.info.group).filter((pid) => pid !== program.pid) : [];
}

/** Sends a signal to a host's program alone. */
export function signalProgram(dir: string, signal: NodeJS.Signals) {
  const { program } = lookUp(dir);
  if (program) trySignal(program.pid, signal);
}

/** Resident memory of a host's program and of the processes it began; undefined where the system does not tell. */
export function processMemoryMb(dir: string): number | undefined {
  const { supervisor } = lookUp(dir);
  return supervisor && groupMemoryMb(supervisor.pid);
}

/** Tells what a host's processes do. */
export function processState(dir: string): HostState {
  const { supervisor, program } = lookUp(dir);
  if (program?.info.state === 'T' || (!program && supervisor?.info.state === 'T')) return 'paused';
  if (program) return supervisor ? 'running' : 'orphaned';
  return supervisor && existsSync(join(dir, 'wanted')) ? 'restarting' : 'stopped';
}

interface Found {
  pid: number;
  info: ProcessInfo;
}

interface HostProcesses {
  supervisor?: Found;
  program?: Found;
}

// A pid may belong to another process by now: the supervisor is known by its command line, the program by its group and
// by what its environment says.
function lookUp(dir: string): HostProcesses {
  const supervisorPid = readPid(dir, 'supervisor.pid');
  if (supervisorPid === undefined) return {};
  const supervisor = findAs(supervisorPid, (info) => info.commandLine.includes(`${superviseScript} ${dir} `));
  const program = findAs(readPid(dir, 'pid'), (info) => info.group === supervisorPid && info.hasMark(hostMark, dir));
  return { supervisor, program };
}

function findAs(pid: number | undefined, isIt: (info: ProcessInfo) => boolean): Found | undefined {
  const info = pid === undefined ? undefined : findProcess(pid);
  return pid !== undefined && info && isIt(info) ? { pid, info } : undefined;
}

function readPid(dir: string, name: string) {
  try {
    return Number.parseInt(readFileSync(join(dir, name), 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function signalGroup(dir: string, signal: NodeJS.Signals) {
  const { supervisor, program } = lookUp(dir);
  const group = program?.info.group ?? supervisor?.pid;
  if (group !== undefined) trySignal(-group, signal);
}

function trySignal(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

// Those that were found: another command may start the host anew at once.
async function waitUntilGone(dir: string, { supervisor, program }: HostProcesses, timeoutMs: number) {
  const isThere = (was: Found | undefined, now: Found | undefined) => was !== undefined && was.pid === now?.pid;
  const areGone = () => {
    const now = lookUp(dir);
    return !isThere(supervisor, now.supervisor) && !isThere(program, now.program);
  };
  await waitFor(areGone, { what: `the processes of ${dir} to end`, timeoutMs, intervalMs: 20 });
}
