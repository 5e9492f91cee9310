import { createServer } from 'node:net';
import { basename } from 'node:path';
import type { Roles } from '../../../roles/find-roles.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import { findProcess, listPids } from '../../state/process-table.ts';
import { waitFor } from '../../waiting/wait.ts';
import { loopback } from './layout.ts';
import { findListeners, holdsAny } from './listeners.ts';

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

// Linux tells who listens where, as far as the processes are one's own.
function findOwner(port: number) {
  if (process.platform !== 'linux') return undefined;
  const sockets = findListeners([port]);
  const holder = sockets.size > 0 ? listPids().find((pid) => holdsAny(pid, sockets)) : undefined;
  return holder === undefined ? undefined : `${nameProgram(holder)} (process ${holder})`;
}

// A program that was started through its loader is named by the first thing that it runs.
function nameProgram(pid: number) {
  const words = findProcess(pid)?.commandLine.split(' ') ?? [];
  const program = words.find((word) => /\/bin\/|\/sbin\//.test(word)) ?? words[0];
  return program ? basename(program) : 'a program';
}
