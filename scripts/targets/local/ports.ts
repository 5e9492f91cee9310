import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import type { Roles } from '../../../roles/find-roles.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import { waitFor } from '../../waiting/wait.ts';
import { loopback } from './layout.ts';

export interface WantedPort {
  host: string;
  purpose: string;
  port: number;
  /** Browsers speak to it. */
  forBrowsers?: boolean;
}

/** The ports of a host on this machine. */
export function listPorts(host: Host, roles: Roles): WantedPort[] {
  const { ports } = roles.of(host);
  return Object.entries(host.localPorts).map(([purpose, port]) => {
    return { host: host.name, purpose, port, forBrowsers: ports[purpose]?.forBrowsers ?? false };
  });
}

/** Ports that browsers, and fetch in Node, never speak HTTP to: https://fetch.spec.whatwg.org/#port-blocking */
const blocked = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Those of the ports that a browser has to open and refuses to. */
export function findBlockedPorts(wanted: WantedPort[]): WantedPort[] {
  return wanted.filter(({ forBrowsers, port }) => forBrowsers && blocked.has(port));
}

/** Makes sure that every wanted port is free and can be used; names each one that is not, and who has it. */
export async function requireFreePorts(wanted: WantedPort[]) {
  const useless = findBlockedPorts(wanted).map(({ host, purpose, port }) => `${port} (${host}, ${purpose})`);
  if (useless.length > 0) {
    throw new UserError(`Browsers refuse to speak HTTP to port ${useless.join(' and ')}`, {
      next: 'choose another LAB_PORT_SHIFT, such as one that is 100 higher',
    });
  }
  const taken = await listTaken(wanted);
  if (taken.length === 0) return;
  const lines = taken.map(
    ({ host, purpose, port }) => `  ${port} (${host}, ${purpose}) is taken by ${findOwner(port) ?? 'another program'}`,
  );
  const isPage = taken.every(({ host }) => host === 'watcher');
  const without = isPage ? '; or start the lab without its page: npm start -- --no-page' : '';
  throw new UserError(`The lab needs ports on ${loopback} that are in use:\n${lines.join('\n')}`, {
    next: `end that program, or move all ports of the lab: LAB_PORT_SHIFT=1000 npm start${without}`,
  });
}

/** Waits until a program that was just ended has let go of its ports; whether it has is for the next step to tell. */
export async function waitForFreePorts(wanted: WantedPort[], timeoutMs: number) {
  const areFree = async () => (await listTaken(wanted)).length === 0;
  await waitFor(areFree, { what: 'the ports to be free', timeoutMs, intervalMs: 50 }).catch(() => undefined);
}

async function listTaken(wanted: WantedPort[]) {
  const taken = [];
  for (const each of wanted) if (!(await isFree(each.port))) taken.push(each);
  return taken;
}

function isFree(port: number) {
  return new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

// Linux tells who listens where through /proc, as far as the processes are one's own.
function findOwner(port: number) {
  if (process.platform !== 'linux') return undefined;
  const inode = findListenerInode(port);
  return inode === undefined ? undefined : findHolder(`socket:[${inode}]`);
}

function findListenerInode(port: number) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(
    (path) => attempt(() => readFileSync(path, 'utf8').split('\n')) ?? [],
  );
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return fields.find(([, local, , state]) => local?.endsWith(`:${hex}`) && state === '0A')?.[9];
}

function findHolder(socket: string) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const holder = pids.find((pid) => {
    const handles = attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
    return handles.some((handle) => attempt(() => readlinkSync(`/proc/${pid}/fd/${handle}`)) === socket);
  });
  return holder === undefined ? undefined : `${nameProgram(holder)} (process ${holder})`;
}

// A program that was started through its loader is named by the first thing that it runs.
function nameProgram(pid: string) {
  const words = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')) ?? [];
  const program = words.find((word) => /\/bin\/|\/sbin\//.test(word)) ?? words[0];
  return program ? basename(program) : 'a program';
}

function attempt<T>(work: () => T) {
  try {
    return work();
  } catch {
    return undefined;
  }
}
