import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type ProxyStatistics, readProxyStatistics } from '../../../roles/haproxy/statistics.ts';
import { projectDir } from '../../../scripts/settings/config.ts';
import { readLabFile } from '../../../scripts/settings/lab-file.ts';
import type { Status } from '../../../scripts/status/collect-status.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { parseStatus } from './parse-status.ts';

const shift = Number(process.env.LAB_PORT_SHIFT ?? 0);
/** How many times as long things may take: an emulated processor is slow. */
export const slowness = Number(process.env.LAB_SLOWNESS ?? 1);

/** Where the machines answer on this one, as for a person with a laptop. */
export const forwarded = {
  api: process.env.API_URL ?? `http://127.0.0.1:${8080 + shift}`,
  stats: { address: '127.0.0.1', port: 9201 + shift },
  page: { port: 9300 + shift },
  database: { address: '127.0.0.1', port: 13_306 + shift },
  echo: { port: 18_080 + shift },
};

export const members = ['mysql-1', 'mysql-2', 'mysql-3'];

/** Runs Vagrant; throws with its last words where it fails. */
export async function vagrant(...args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-vagrant-output-'));
  const output = await open(join(folder, 'output'), 'w');
  try {
    // Into a file: the programs that forward ports keep a pipe open for as long as the machines run.
    const child = spawn('vagrant', args, {
      cwd: projectDir,
      stdio: ['ignore', output.fd, output.fd],
      timeout: Number(process.env.LAB_UP_LIMIT_S) * 3_000,
      env: { ...process.env, VAGRANT_NO_COLOR: '1' },
    });
    const [exitCode] = await once(child, 'exit');
    const text = await readFile(join(folder, 'output'), 'utf8');
    if (exitCode !== 0) throw new Error(`vagrant ${args.join(' ')} ended with ${exitCode}:\n${text.slice(-3_000)}`);
    return text;
  } finally {
    await output.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Has all machines stand still, as a laptop's do whose lid is closed. */
export const suspend = () => standStill('lxc-freeze', 'suspend');

/** Has them go on. */
export const resume = () => standStill('lxc-unfreeze', 'resume');

// Vagrant's provider for containers can do neither.
async function standStill(program: string, verb: string) {
  if (process.env.VAGRANT_DEFAULT_PROVIDER !== 'lxc') return void (await vagrant(verb));
  const { name, hosts } = readLabFile(process.env.LAB_FILE ?? join(projectDir, 'lab.json'));
  await Promise.all(hosts.map((host) => execa(program, ['--name', `${name}-${host.name}`])));
}

/** Runs a command on a machine. */
export async function onMachine(name: string, command: string) {
  const { exitCode, stdout, stderr } = await execa('vagrant', ['ssh', name, '-c', command], {
    cwd: projectDir,
    reject: false,
    timeout: 180_000 * slowness,
  });
  return { exitCode, stdout, stderr };
}

/** Runs a lab command as a person on the laptop would. */
export async function lab(...args: string[]) {
  const command = ['lab', '--target', 'vagrant', ...args];
  const { exitCode, stdout, stderr } = await execa(process.execPath, command, {
    cwd: projectDir,
    reject: false,
    timeout: 300_000 * slowness,
  });
  return { exitCode, stdout, stderr };
}

/** What `status --json` says now. */
export async function readStatus(): Promise<Status> {
  return parseStatus(await lab('status', '--json'));
}

/** The link that lets one into the lab's page, with its secret. */
export async function readPageLink() {
  const { stdout } = await lab('status');
  return /http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/.exec(stdout)?.[0] ?? '';
}

let password: string | undefined;

/** HAProxy's own figures, through the forwarded port. */
export async function readProxy(): Promise<ProxyStatistics> {
  password ??= (await onMachine('web', 'sudo cat /var/lib/mysql-group-lab/state/secrets.json')).stdout;
  const { stats } = JSON.parse(password) as { stats: { username: string; password: string } };
  return await readProxyStatistics({ ...forwarded.stats, ...stats, timeoutMs: 2_000 * slowness });
}

/** Whether HAProxy sends clients to the member. */
export async function isRouted(name: string) {
  const { servers } = await readProxy();
  return servers.find((server) => server.name === name)?.routed ?? false;
}

/** Waits until HAProxy does, or does not, send clients to the member; gives the milliseconds it took. */
export async function waitForRouting(name: string, { routed, timeoutMs }: { routed: boolean; timeoutMs: number }) {
  const startedMs = Date.now();
  const what = `HAProxy ${routed ? 'to route' : 'not to route'} to ${name}`;
  const isSo = async () => (await isRouted(name).catch(() => undefined)) === routed;
  await waitFor(isSo, { what, timeoutMs: timeoutMs * slowness, intervalMs: 100 });
  return Date.now() - startedMs;
}

/** Waits until the whole lab works; gives the milliseconds it took. */
export async function waitUntilWhole(timeoutMs: number) {
  const startedMs = Date.now();
  let missing: string[] = [];
  const isWhole = async () => {
    missing = listMissing(await readStatus().catch((error: Error) => error));
    return missing.length === 0;
  };
  const what = () => `the whole lab to work; at last: ${missing.join(', ')}`;
  await waitFor(isWhole, { what, timeoutMs: timeoutMs * slowness, intervalMs: 1_000 });
  return Date.now() - startedMs;
}

function listMissing(status: Status | Error): string[] {
  if (status instanceof Error) return [status.message];
  const { group, members: all, api } = status;
  return [
    ...(group?.online === 3 ? [] : [`${group?.online ?? 'none'} of 3 members ONLINE`]),
    ...all.filter(({ routed }) => !routed).map(({ name }) => `${name} not routed`),
    ...(api?.healthy ? [] : ['the API not ready']),
  ];
}

/** Whether a port accepts connections. */
export function accepts(address: string, port: number, timeoutMs = 2_000) {
  return new Promise<boolean>((resolve) => {
    const socket = connect({ host: address, port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
