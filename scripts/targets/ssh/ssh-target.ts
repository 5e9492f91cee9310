import { rm } from 'node:fs/promises';
import { listAccountOrigins } from '../../../roles/mysql/account-origins.ts';
import { listEndpoints } from '../../../roles/view.ts';
import type { Progress } from '../../messages/progress.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import { waitFor } from '../../waiting/wait.ts';
import type { Target, TargetOptions } from '../target.ts';
import { ignoreAway, shutOut } from './left-out.ts';
import { createMachineView, findToolsHost, listPlaces, machineConfOf } from './machine-addresses.ts';
import { createMachineFaults } from './machine-faults.ts';
import { type MachineFile, machineFiles } from './machine-files.ts';
import { type MachineHost, openMachine } from './machine-host.ts';
import { followLines, readJournal } from './machine-log.ts';
import { parseMachineState } from './machine-state.ts';
import { serviceBeside } from './service-beside.ts';

// A machine's first start installs packages; two cores that start five at once take their time.
const firstWaitMs = 900_000;
// Later it only boots; and one that is lost for good holds up every repair for as long.
const laterWaitMs = 60_000;

/** Hosts on machines of their own, ruled from the first web machine over SSH. */
export function createSshTarget({
  config,
  file,
  roles,
  hosts,
  database,
  secrets,
  certificates,
  record,
}: TargetOptions): Target {
  const prefix = config.networkPrefix ?? file.network.prefix;
  const keyPath = config.sshKey ?? '';
  const { stateDir, environment } = config;
  const view = createMachineView(
    { hosts, prefix, database, secrets, certificates, record, stateDir, environment },
    roles,
  );
  const machine = (host: Host, role = roles.of(host).name) => openMachine(host, { prefix, keyPath, role });
  const web = findToolsHost(hosts);
  const confOf = (host: Host) => machineConfOf(host, roles);
  const caretaker = serviceBeside(machine(web, 'caretaker'));
  const watcher = serviceBeside(machine(web, 'watcher'));
  const pageListener = { address: '0.0.0.0', port: roles.of({ role: 'watcher' }).machine?.ports.http ?? 0 };
  const refuseLeftOut = () => shutOut({ members: view.hostsOf('mysql'), prefix, record, machine });

  const isLeftOut = ({ name }: Host) => record.leftOut?.includes(name) ?? false;
  const giveFiles = (host: Host, joinOnBoot: boolean) =>
    machine(host).give(machineFiles(host, { view, roles }, { joinOnBoot: joinOnBoot && !isLeftOut(host) }));
  const prepareHost = async (host: Host, joinOnBoot: boolean) => {
    const isNew = await giveFiles(host, joinOnBoot);
    const stdin = roles.of(host).preparation?.(view);
    if (stdin !== undefined) await machine(host).act(['prepare'], { stdin, timeoutMs: 180_000 });
    return isNew;
  };
  const places = (host: Host) => listPlaces(host, { hosts, roles }).map((place) => machine(place, roles.of(host).name));
  const startOnAll = async (host: Host) => {
    const files = machineFiles(host, { view, roles }, { joinOnBoot: false });
    await Promise.all(places(host).map((place) => startOnOne(place, files)));
  };
  const start = async (host: Host, { joinOnBoot } = { joinOnBoot: true }) => {
    if (confOf(host).beside) return await startOnAll(host);
    const state = await machine(host).look();
    const runs = state?.host === 'running' || state?.host === 'paused';
    if (runs && confOf(host).newFiles === 'wait') return;
    const isNew = await prepareHost(host, joinOnBoot);
    if (view.hostsOf('mysql').includes(host)) await refuseLeftOut();
    if (!runs) await machine(host).act(['start']);
    else if (isNew) await machine(host).act(['renew']);
  };
  const tend = async (names: string[], progress: Progress) => {
    const silent = hosts.filter(({ name }) => names.includes(name));
    if (silent.some(isLeftOut)) await refuseLeftOut();
    for (const host of silent) {
      const state = await machine(host).look();
      if (state && isLeftOut(host)) await giveFiles(host, false).catch(ignoreAway);
      if (!state || state.prepared || state.held) continue;
      progress(`${host.name} is new: it gets its part of the lab`);
      await start(host, { joinOnBoot: false });
    }
  };

  return {
    name: 'ssh',
    // Machines may be emulated: then Node alone takes a minute to start.
    settlesWithinMs: 480_000,
    hosts,
    roles,
    view,
    endpoints: listEndpoints(view, roles),
    origins: listAccountOrigins(view),
    async prepare(progress, { hosts: chosen = hosts, signal } = {}) {
      const timeoutMs = record.installed ? laterWaitMs : firstWaitMs;
      const wanted = chosen.filter((host) => !isLeftOut(host)).map((host) => machine(host));
      const wait = waitForMachines(wanted, { progress, timeoutMs, signal });
      // A lab that was whole before may have lost a machine for good.
      await (record.installed ? wait.catch(ignoreVain) : wait);
    },
    setJoinOnBoot: async (host, joinOnBoot) => {
      await giveFiles(host, joinOnBoot);
      await refuseLeftOut();
    },
    start,
    async stop(host) {
      const verb = confOf(host).beside ? 'switch-off' : 'stop';
      await Promise.all(places(host).map((place) => place.act([verb], { timeoutMs: 150_000 })));
    },
    kill: act(machine, ['kill']),
    pause: act(machine, ['pause']),
    resume: act(machine, ['resume']),
    async reload(host) {
      const isNew = await giveFiles(host, true);
      if (roles.of(host).reload) await machine(host).act(['reload']);
      else if (isNew) await machine(host).act(['renew']);
    },
    state: async (host) => (await machine(host).look())?.host ?? 'silent',
    reset: async (host) => {
      const saved = await machine(host).act(['reset'], { timeoutMs: 150_000 });
      return `${saved} on ${host.name}`;
    },
    // The caretaker runs on the web machine, and its lines stand in that machine's journal.
    logs({ name }, options) {
      const host = hosts.find((each) => each.name === name);
      return readJournal(host ? machine(host) : machine(web, name), options);
    },
    async sqlCommand(host) {
      const role = roles.of(host);
      const client = role.client?.(host, view);
      if (!client) throw new Error(`${role.title} has no client`);
      return { command: [client.program, ...client.args], environment: client.environment };
    },
    startCaretaker: caretaker.start,
    stopCaretaker: caretaker.stop,
    caretakerState: caretaker.state,
    watcher: {
      ...watcher,
      // People open it through a port that Vagrant or SSH forwards to it.
      page: { address: '127.0.0.1', port: config.pagePort ?? pageListener.port },
      listener: pageListener,
    },
    async *followState(host, signal) {
      const lines = followLines(machine(host), ['follow-state'], signal);
      for await (const line of lines) yield parseMachineState(line).host;
    },
    tendHosts: tend,
    faults: createMachineFaults(hosts, { machine, prefix, caller: config.caller, web }),
    async destroy() {
      await Promise.all(hosts.map((host) => wipe(machine(host))));
      await rm(config.stateDir, { recursive: true, force: true });
    },
  };
}

// A role that runs on every machine: the same on each, and with the machine.
async function startOnOne(place: MachineHost, files: MachineFile[]) {
  const isNew = await place.give(files);
  await place.act(['switch-on']);
  if (isNew) await place.act(['renew']);
}

function act(machine: (host: Host) => MachineHost, verb: string[], options = {}) {
  return async (host: Host) => {
    await machine(host).act(verb, options);
  };
}

// A machine that is gone for good must not keep the others from being given back.
async function wipe(machine: MachineHost) {
  await machine.act(['wipe'], { timeoutMs: 150_000 }).catch((error: unknown) => {
    ignoreAway(error);
    console.error(`${machine.host.name} does not answer and keeps what is on it.`);
  });
}

function ignoreVain(error: unknown) {
  if (!(error instanceof UserError)) throw error;
}

interface WaitForMachines {
  progress: Progress;
  timeoutMs: number;
  signal?: AbortSignal;
}

// Providers bring machines up in any order, some of them all at once.
async function waitForMachines(machines: MachineHost[], { progress, timeoutMs, signal }: WaitForMachines) {
  const areThere = async () => {
    const states = await Promise.all(machines.map((machine) => machine.look().catch(() => undefined)));
    const missing = machines.filter((_, index) => !states[index]).map(({ host }) => host.name);
    progress(missing.length === 0 ? 'all machines answer' : `waiting for ${missing.join(', ')}`);
    return missing.length === 0;
  };
  const next = 'see that the machines run, such as with vagrant up; then, on the web machine: sudo lab up';
  await waitFor(areThere, { what: 'all machines to answer', timeoutMs, intervalMs: 1_000, signal, next });
}
