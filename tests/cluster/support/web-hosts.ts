import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestFn } from 'ava';
import { askAdminSocket } from '../../../roles/haproxy/admin-socket.ts';
import { parseStatistics, serversOf } from '../../../roles/haproxy/statistics.ts';
import { openLab } from '../../../scripts/lab/open-lab.ts';
import { collectStatus } from '../../../scripts/status/collect-status.ts';
import { hostDir } from '../../../scripts/targets/local/layout.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { type Ask, createApiClient } from './api-client.ts';
import { runLab } from './command.ts';
import { type TestLab, useLab } from './lab.ts';

const second = { name: 'web-2', role: 'web', lastOctet: 50, memoryMb: 1024 };

/** Gives the lab of this test run a second web host, as a person does: in its lab.json, and with `up`. */
export async function addWebHost({ http = 3002 } = {}) {
  const { config } = await openLab();
  const folder = await mkdtemp(join(tmpdir(), 'lab-webs-'));
  const file = JSON.parse(await readFile(config.labFile, 'utf8'));
  const path = join(folder, 'lab.json');
  await writeFile(path, JSON.stringify({ ...file, hosts: [...file.hosts, { ...second, localPorts: { http } }] }));
  const before = process.env.LAB_FILE;
  process.env.LAB_FILE = path;
  const up = await runLab(['up']);
  return {
    up,
    path,
    /** The lab as it was. */
    async remove() {
      if (before === undefined) delete process.env.LAB_FILE;
      else process.env.LAB_FILE = before;
      await rm(folder, { recursive: true, force: true });
      return await runLab(['up']);
    },
  };
}

interface Place {
  added: Awaited<ReturnType<typeof addWebHost>>;
  testLab: TestLab;
  /** Asks through HAProxy. */
  ask: Ask;
}

/** Gives the tests of a file a lab with a second web host, and brings back the lab as it was. */
export function useTwoWebHosts(test: TestFn): Place {
  const place = {} as Place;
  test.before(async () => {
    await (await useLab()).waitUntilWhole();
    place.added = await addWebHost();
    place.testLab = await useLab();
    place.ask = createApiClient(place.testLab.lab.target.endpoints.api);
  });
  test.beforeEach(async () => (await useLab()).waitUntilWhole());
  test.after.always(async () => {
    if (place.added && process.env.LAB_FILE === place.added.path) await place.added.remove();
    await (await useLab()).waitUntilWhole();
  });
  return place;
}

/** Waits until HAProxy routes to a web host, or does not. */
export async function waitUntilWebIs(routed: boolean, name: string) {
  const lab = await openLab();
  const isSo = async () => (await collectStatus(lab)).webs?.find((web) => web.name === name)?.routed === routed;
  await waitFor(isSo, { what: `${name} to be ${routed ? '' : 'not '}routed`, timeoutMs: 30_000, intervalMs: 50 });
}

/** Ends a web host's process, waits until HAProxy has noticed, and brings it back. */
export async function endAndStart(testLab: TestLab, end: 'kill' | 'stop', name: string): Promise<void> {
  await testLab[end](name);
  await waitUntilWebIs(false, name);
  await testLab.start(name);
  await waitUntilWebIs(true, name);
}

async function askHaproxy(command: string): Promise<string> {
  const { config } = await openLab();
  const path = join(hostDir(config.stateDir, { name: 'haproxy' }), 'admin.sock');
  return await askAdminSocket(command, { path, timeoutMs: 2_000 });
}

/** Makes HAProxy send all requests to these processes, as it names them, and none to the others. */
export async function sendAllUsersTo(...names: string[]): Promise<void> {
  for (const name of names) await askHaproxy(`set server api/${name} state ready`);
  const others = ['web-1', 'web-2'].filter((each) => !names.includes(each));
  for (const name of others) await askHaproxy(`set server api/${name} state maint`);
}

/** How many requests are with a process, as HAProxy names it. */
export async function countUnderWay(name: string): Promise<number> {
  const servers = serversOf(parseStatistics(await askHaproxy('show stat')), 'api');
  return servers.find((server) => server.name === name)?.sessions ?? 0;
}

/** How many users HAProxy keeps with each process. */
export async function countUsers(): Promise<Record<string, number>> {
  const table = await askHaproxy('show table api');
  const servers = [...table.matchAll(/server_key=(\S+)/g)].map(([, name = '']) => name);
  return Object.fromEntries(
    [...new Set(servers)].map((name) => [name, servers.filter((each) => each === name).length]),
  );
}
