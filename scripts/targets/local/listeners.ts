import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The listening sockets of these ports, as Linux names them; none elsewhere. */
export function findListeners(ports: number[]): Set<string> {
  const text = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => attempt(() => readFileSync(path, 'utf8')) ?? '');
  return new Set(parseListeners(text.join('\n'), ports));
}

/** Reads the sockets of these ports out of the table of TCP sockets. */
export function parseListeners(table: string, ports: number[]): string[] {
  const wanted = ports.map((port) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`);
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, local = '', , state]) => state === '0A' && wanted.some((end) => local.endsWith(end)))
    .map((fields) => `socket:[${fields[9]}]`);
}

/** Whether a process holds one of these sockets; of processes that are one's own. */
export function holdsAny(pid: number, sockets: Set<string>): boolean {
  const handles = attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return handles.some((handle) => sockets.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${handle}`)) ?? ''));
}

function attempt<T>(work: () => T) {
  try {
    return work();
  } catch {
    return undefined;
  }
}
