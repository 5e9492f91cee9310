import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessInfo {
  /** One letter: R running, S sleeping, T stopped, Z a zombie that its parent has not reaped. */
  state: string;
  group: number;
  commandLine: string;
  /** Whether its environment holds this value; where the system does not tell, it is believed. */
  hasMark(name: string, value: string): boolean;
}

/** Tells what is known of a process; undefined where it has ended. */
export function findProcess(pid: number): ProcessInfo | undefined {
  const info = process.platform === 'linux' ? readProc(pid) : askPs(pid);
  return info?.state === 'Z' ? undefined : info;
}

/** Tells whether a process runs, whichever user it belongs to. */
export function isAlive(pid: number) {
  return findProcess(pid) !== undefined;
}

function readProc(pid: number): ProcessInfo | undefined {
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const hasMark = (name: string, value: string) => readEnvironment(pid)?.includes(`${name}=${value}`) ?? true;
    return { ...parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8')), commandLine, hasMark };
  } catch {
    return undefined;
  }
}

// A process that is ending has given its environment back already; nginx writes its title over it; one of another user does
// not show it.
function readEnvironment(pid: number) {
  try {
    const settings = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return settings.some((setting) => setting.includes('=')) ? settings : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? [] : undefined;
  }
}

/** Reads the fields behind the name, which is in brackets and may hold anything. */
export function parseProcStat(stat: string): Pick<ProcessInfo, 'state' | 'group'> {
  const [state = '?', , group = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, group: Number(group) };
}

/** Resident memory of all processes of a group; undefined where the system has no /proc. */
export function groupMemoryMb(group: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kilobytes = listGroup(group).map(readResidentKb);
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

/** All processes of a group; none where the system has no /proc. */
export function listGroup(group: number): number[] {
  return listPids().filter((pid) => readGroup(pid) === group);
}

/** All processes; none where the system has no /proc. */
export function listPids(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readGroup(pid: number) {
  try {
    return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8')).group;
  } catch {
    return undefined;
  }
}

function readResidentKb(pid: number) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function askPs(pid: number): ProcessInfo | undefined {
  try {
    const text = execFileSync('ps', ['-ww', '-o', 'state=,pgid=,args=', '-p', String(pid)], {
      encoding: 'utf8',
    }).trim();
    const [, state = '?', group = '0', commandLine = ''] = /^(\S)\S*\s+(\d+)\s+(.*)$/.exec(text) ?? [];
    return { state, group: Number(group), commandLine, hasMark: () => true };
  } catch {
    return undefined;
  }
}
