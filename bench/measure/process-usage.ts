import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Processor time a process has used so far, its threads included, in milliseconds. */
export function readCpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** Processor time that all processes of a lab have used so far: those whose command or environment names its folder. */
export const readLabCpuMs = (stateDir: string): number => readFolderCpuMs(stateDir);

/** The same of those of some hosts, by their folders. */
export const readRoleCpuMs = (folders: string[]): number =>
  folders.reduce((sum, folder) => sum + readFolderCpuMs(`${folder}/`), 0);

function readFolderCpuMs(folder: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.reduce((sum, pid) => sum + cpuMsIfOf(folder, pid), 0);
}

// A process may end while it is looked at.
function cpuMsIfOf(folder: string, pid: string) {
  if (Number(pid) === process.pid) return 0;
  try {
    const told = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
    return told.includes(folder) ? readCpuMs(Number(pid)) : 0;
  } catch {
    return 0;
  }
}

/** Memory of a process, in megabytes. */
export function readMemoryMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
