import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listAccountOrigins } from '../../../roles/mysql/account-origins.ts';
import type { HostFile, StartOptions } from '../../../roles/role.ts';
import { listEndpoints } from '../../../roles/view.ts';
import type { Host } from '../../settings/lab-file.ts';
import type { Target, TargetOptions } from '../target.ts';
import { readLog } from './host-log.ts';
import {
  killProcess,
  pauseProcess,
  processMemoryMb,
  processState,
  resumeProcess,
  startProcess,
  stopProcess,
  waitWhileStopping,
} from './host-process.ts';
import { createLocalView, hostBesideLab, hostDir, loopback, shiftPorts } from './layout.ts';
import { listPorts, requireFreePorts, waitForFreePorts } from './ports.ts';
import { createProgramFinder } from './programs.ts';
import { reloadProgram } from './reload-program.ts';
import { rotateLog } from './rotate-log.ts';

/** A lab's hosts as processes on this machine: no root, no virtual machine. */
export function createLocalTarget({ config, roles, record, ...options }: TargetOptions): Target {
  const { stateDir, environment, toolsEnvironment } = config;
  const view = createLocalView({ ...options, record, stateDir, environment }, roles);
  const { hosts, folderOf } = view;
  const finder = createProgramFinder(config);
  const besideLab = (role: string) => shiftPorts(hostBesideLab(roles.of({ role })), record.portShift ?? 0);
  const [caretaker, watcher] = [besideLab('caretaker'), besideLab('watcher')];
  const isOfTools = (host: Host) => host === caretaker || host === watcher;
  const portsOf = (host: Host) => listPorts(host, roles);

  const planOf = (host: Host, { joinOnBoot }: StartOptions) =>
    roles.of(host).plan(host, view, { joinOnBoot: joinOnBoot && !record.leftOut?.includes(host.name) });
  const prepareHost = async (host: Host, joinOnBoot: boolean) => {
    const role = roles.of(host);
    const commandLine = await finder.find([role]);
    await writeFiles(folderOf(host), planOf(host, { joinOnBoot }).files);
    await role.prepare?.(host, { view, commandLine, locate: finder.locate });
  };
  const start = async (host: Host, { joinOnBoot }: StartOptions = { joinOnBoot: true }) => {
    const folder = folderOf(host);
    await waitWhileStopping(folder, 35_000);
    if (processState(folder) === 'running') return;
    // A program without its supervisor would not be started again: it is ended in good order first.
    if (processState(folder) === 'orphaned') await stopProcess(folder, { timeoutMs: 30_000 });
    await requireFreePorts(portsOf(host));
    await prepareHost(host, joinOnBoot);
    const role = roles.of(host);
    await role.beforeStart?.(host, view);
    const { program, args, environment: own } = planOf(host, { joinOnBoot });
    const commandLine = await finder.find([role]);
    await startProcess(folder, {
      command: commandLine(program, args),
      environment: { ...(isOfTools(host) ? toolsEnvironment : environment), ...own },
      restartPauseS: role.restartPauseS,
      canWait: role.canWait,
    });
  };

  return {
    name: 'local',
    // Seconds, where nothing else runs; three nodes of Erlang that start at once take most of it.
    settlesWithinMs: 120_000,
    hosts,
    roles,
    view,
    endpoints: listEndpoints(view, roles),
    origins: listAccountOrigins(view),
    async prepare(progress, { hosts: wanted = hosts, signal } = {}) {
      const all = record.watched === false ? wanted : [...wanted, watcher];
      await requireFreePorts(all.filter((host) => processState(folderOf(host)) === 'stopped').flatMap(portsOf));
      const used = new Set(wanted.map(roles.of));
      await finder.find(used, { progress, signal });
      const programs = finder.describe(used);
      if (programs) progress(programs);
      await Promise.all(wanted.map((host) => prepareHost(host, true)));
    },
    setJoinOnBoot: prepareHost,
    start,
    stop: (host) => stopProcess(folderOf(host), { timeoutMs: 30_000 }),
    async kill(host) {
      const ran = processState(folderOf(host)) !== 'stopped';
      await killProcess(folderOf(host));
      // A killed program is gone before all of its threads are, and they hold its ports.
      if (ran) await waitForFreePorts(portsOf(host), 5_000);
    },
    pause: async (host) => pauseProcess(folderOf(host)),
    resume: async (host) => resumeProcess(folderOf(host)),
    async reload(host) {
      const { reload } = roles.of(host);
      if (reload) await writeFiles(folderOf(host), planOf(host, { joinOnBoot: true }).files);
      await reload?.before?.(host, view);
      const ports = portsOf(host).map(({ port }) => port);
      if (reload) await reloadProgram(folderOf(host), { name: host.name, signal: reload.signal, ports });
    },
    memoryMb: async (host) => processMemoryMb(folderOf(host)),
    state: async (host) => processState(folderOf(host)),
    async reset(host) {
      const savedDir = join(stateDir, 'saved', `${host.name}-${new Date().toISOString().replaceAll(':', '')}`);
      await roles.of(host).reset?.(host, { view, savedDir });
      return savedDir;
    },
    logs: (host, logOptions) => readLog(join(folderOf(host), 'host.log'), logOptions),
    async rotateLogs() {
      const names = await readdir(join(stateDir, 'hosts'));
      for (const name of names) await rotateLog(join(hostDir(stateDir, { name }), 'host.log'));
    },
    async sqlCommand(host) {
      const role = roles.of(host);
      const commandLine = await finder.find([role]);
      const client = role.client?.(host, view);
      if (!client) throw new Error(`${role.title} has no client`);
      return { command: commandLine(client.program, client.args), environment: client.environment };
    },
    startCaretaker: () => start(caretaker),
    stopCaretaker: () => killProcess(folderOf(caretaker)),
    caretakerState: async () => processState(folderOf(caretaker)),
    watcher: {
      start: () => start(watcher),
      stop: () => stopProcess(folderOf(watcher), { timeoutMs: 5_000 }),
      state: async () => processState(folderOf(watcher)),
      page: { address: loopback, port: watcher.localPorts.http ?? 0 },
    },
    destroy: () => destroyLocalLab(stateDir),
  };
}

/** Ends every process of a local lab and removes its folder, also where its files are damaged. */
export async function destroyLocalLab(stateDir: string) {
  const names = await readdir(join(stateDir, 'hosts')).catch(() => []);
  await killProcess(hostDir(stateDir, { name: 'caretaker' }));
  await Promise.all(names.map((name) => killProcess(hostDir(stateDir, { name }))));
  await rm(stateDir, { recursive: true, force: true });
}

async function writeFiles(folder: string, files: HostFile[]) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { name, text, secret } of files)
    await writeFile(join(folder, name), text, { mode: secret ? 0o600 : 0o644 });
}
