import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetServerState, saveServerState } from '../../../roles/haproxy/server-state.ts';
import type { Progress } from '../../messages/progress.ts';
import { findServers } from '../../servers/find-servers.ts';
import { commandLine, type Servers } from '../../servers/program.ts';
import type { Config } from '../../settings/config.ts';
import type { Host, LabFile } from '../../settings/lab-file.ts';
import type { LabRecord } from '../../state/lab-record.ts';
import type { Secrets } from '../../state/secrets.ts';
import type { Target } from '../target.ts';
import { readLog } from './host-log.ts';
import {
  killProcess,
  pauseProcess,
  processMemoryMb,
  processState,
  resumeProcess,
  signalProgram,
  startProcess,
  stopProcess,
  waitWhileStopping,
} from './host-process.ts';
import { hostDir, localEndpoints, loopback, pickAll, shiftPorts } from './layout.ts';
import { prepareMember, removeStaleLock, resetMember } from './mysql-host.ts';
import { requireFreePorts, waitForFreePorts } from './ports.ts';
import { caretakerProgram, hostProgram } from './programs.ts';

export interface LocalTargetOptions {
  config: Config;
  lab: LabFile;
  secrets: Secrets;
  record: LabRecord;
}

/** Five hosts as processes on this machine: no root, no virtual machine. */
export function createLocalTarget({ config, lab: labAsWritten, secrets, record }: LocalTargetOptions): Target {
  const lab = { ...labAsWritten, hosts: labAsWritten.hosts.map((host) => shiftPorts(host, record.portShift ?? 0)) };
  const members = pickAll(lab.hosts, 'mysql');
  const dirOf = (host: { name: string }) => hostDir(config.stateDir, host);
  const caretakerDir = dirOf({ name: 'caretaker' });
  let servers: Servers | undefined;

  const needServers = async (onProgress: Progress, signal?: AbortSignal) => {
    const env = { ...config.serverPaths, PATH: config.environment.PATH };
    servers ??= await findServers({ env, cacheDir: config.cacheDir, onProgress, signal });
    return servers;
  };
  const prepareHost = async (host: Host, joinOnBoot: boolean) => {
    if (host.role !== 'mysql') return;
    const { mysqld } = await needServers(quiet);
    await prepareMember(mysqld, {
      joinOnBoot: joinOnBoot && !record.leftOut?.includes(host.name),
      dir: dirOf(host),
      host,
      members,
      groupUuid: record.groupUuid,
      root: secrets.root,
    });
  };

  return {
    name: 'local',
    hosts: lab.hosts,
    endpoints: localEndpoints(lab.hosts),
    origins: { tools: loopback, haproxy: loopback, members: [loopback] },
    async prepare(progress, signal) {
      await requireFreePorts(lab.hosts.filter((host) => processState(dirOf(host)) === 'stopped').flatMap(listPorts));
      const { mysqld, haproxy } = await needServers(progress, signal);
      progress(`MySQL ${mysqld.version}, HAProxy ${haproxy.version}`);
      await Promise.all(lab.hosts.map((host) => prepareHost(host, true)));
    },
    setJoinOnBoot: prepareHost,
    async start(host, { joinOnBoot } = { joinOnBoot: true }) {
      const dir = dirOf(host);
      await waitWhileStopping(dir, 35_000);
      if (processState(dir) === 'running') return;
      // A program without its supervisor would not be started again: it is ended in good order first.
      if (processState(dir) === 'orphaned') await stopProcess(dir, { timeoutMs: 30_000 });
      await requireFreePorts(listPorts(host));
      await prepareHost(host, joinOnBoot);
      if (host.role === 'mysql') await removeStaleLock(dir);
      if (host.role === 'haproxy') await forgetServerState(stateFile(dir));
      const context = {
        lab,
        servers: await needServers(quiet),
        secrets,
        environment: config.environment,
        naive: record.naive ?? false,
      };
      await startProcess(dir, hostProgram(host, dir, context));
    },
    stop: (host) => stopProcess(dirOf(host), { timeoutMs: 30_000 }),
    async kill(host) {
      const ran = processState(dirOf(host)) !== 'stopped';
      await killProcess(dirOf(host));
      // A killed program is gone before all of its threads are, and they hold its ports.
      if (ran) await waitForFreePorts(listPorts(host), 5_000);
    },
    pause: async (host) => pauseProcess(dirOf(host)),
    resume: async (host) => resumeProcess(dirOf(host)),
    async reload(host) {
      const dir = dirOf(host);
      await saveServerState(stateFile(dir), { path: join(dir, 'admin.sock'), timeoutMs: 2_000 });
      signalProgram(dir, 'SIGUSR2');
    },
    memoryMb: async (host) => processMemoryMb(dirOf(host)),
    state: async (host) => processState(dirOf(host)),
    async reset(host) {
      const saved = join(config.stateDir, 'saved', `${host.name}-${new Date().toISOString().replaceAll(':', '')}`);
      await resetMember(dirOf(host), saved);
      return saved;
    },
    logs: (host, options) => readLog(join(dirOf(host), 'host.log'), options),
    async sqlCommand(host) {
      const { mysql } = await needServers(quiet);
      const member = members.find(({ name }) => name === host.name);
      const at = [`--host=${loopback}`, `--port=${member?.localPorts.mysql}`, `--user=${secrets.root.username}`];
      const command = commandLine(mysql, ['--no-defaults', ...at, `--prompt=${host.name}> `]);
      return { command, environment: { MYSQL_PWD: secrets.root.password } };
    },
    startCaretaker: () => startProcess(caretakerDir, caretakerProgram(config)),
    stopCaretaker: () => killProcess(caretakerDir),
    caretakerState: async () => processState(caretakerDir),
    destroy: () => destroyLocalLab(config.stateDir),
  };
}

/** Ends every process of a local lab and removes its folder, also where its files are damaged. */
export async function destroyLocalLab(stateDir: string) {
  const names = await readdir(join(stateDir, 'hosts')).catch(() => []);
  await killProcess(hostDir(stateDir, { name: 'caretaker' }));
  await Promise.all(names.map((name) => killProcess(hostDir(stateDir, { name }))));
  await rm(stateDir, { recursive: true, force: true });
}

const quiet = () => undefined;

function stateFile(dir: string) {
  return join(dir, 'server-state');
}

function listPorts(host: Host) {
  return Object.entries(host.localPorts).map(([purpose, port]) => ({ host: host.name, purpose, port }));
}
