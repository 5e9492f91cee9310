import { createClient } from '@redis/client';
import type { ExecutionContext } from 'ava';
import { renderEndpoint } from '../../../roles/role.ts';
import { askSentinel } from '../../../roles/sentinel/sentinel-status.ts';
import { passwordOf } from '../../../roles/valkey/configuration.ts';
import { askValkey } from '../../../roles/valkey/valkey-status.ts';
import type { Host } from '../../../scripts/settings/lab-file.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { type ApiProcess, startApiProcess } from '../../cluster/support/api-process.ts';
import { runLab } from '../../cluster/support/command.ts';
import { type TestLab, useLab } from '../../cluster/support/lab.ts';

/** A lab with the profile cache, and API processes beside its own that keep copies. */
export interface Place {
  testLab: TestLab;
  processes: [ApiProcess, ApiProcess];
}

/** Adds the profile cache to the lab and starts two API processes, with further settings. */
export async function openPlace(t: ExecutionContext<unknown>, settings: Record<string, string> = {}): Promise<Place> {
  await (await useLab()).waitUntilWhole();
  const added = await runLab(['add', 'cache']);
  t.is(added.exitCode, 0, `${added.stdout}${added.stderr}`);
  const testLab = await useLab();
  const password = { API_CACHE_PASSWORD: passwordOf(testLab.lab.target.view) };
  const start = () => startApiProcess(testLab, { ...password, LOG_LEVEL: 'info', ...settings });
  const processes: [ApiProcess, ApiProcess] = [await start(), await start()];
  for (const process of processes) await waitUntilKept(process, true);
  return { testLab, processes };
}

/** Ends them, and takes the profile away. */
export async function closePlace({ processes }: Place): Promise<void> {
  for (const process of processes) await process.stop();
  await runLab(['remove', 'cache']);
}

/** What an API process counts of its copies; undefined where it knows of no Valkey. */
export async function readCounts({ endpoint }: ApiProcess): Promise<Record<string, number>> {
  const text = await (await fetch(`http://${endpoint.address}:${endpoint.port}/metrics`)).text();
  const lines = [...text.matchAll(/^api_cache_(?:requests_total|size)\{\w+="(\w+)"\} (\d+)$/gm)];
  const connected = /^api_cache_connected\{to="valkey"\} (\d)$/m.exec(text)?.[1];
  return {
    ...Object.fromEntries(lines.map(([, name, value]) => [name, Number(value)])),
    ...(connected !== undefined && { connected: Number(connected) }),
  };
}

/** Waits until a process keeps copies, or does not. */
export async function waitUntilKept(process: ApiProcess, isKept: boolean): Promise<void> {
  const look = async () => (await readCounts(process)).connected === Number(isKept);
  await waitFor(look, { what: `copies to be ${isKept ? '' : 'not '}kept`, timeoutMs: 30_000, intervalMs: 50 });
}

/** The name of the Valkey that is the primary. */
export async function namePrimary({ testLab }: Place): Promise<string> {
  const { view } = testLab.lab.target;
  const look = async () => {
    for (const host of view.hostsOf('sentinel')) {
      const status = await askSentinel(view, host, { timeoutMs: 1_000 }).catch(() => undefined);
      const isIt = (valkey: Host) => renderEndpoint(view.at(valkey, 'valkey')) === status?.primary;
      const primary = view.hostsOf('valkey').find(isIt);
      if (primary && !status?.isDown) return primary.name;
    }
  };
  return await waitFor(look, { what: 'a Sentinel that names the primary', timeoutMs: 20_000 });
}

/** What the primary says of itself. */
export async function askPrimary(place: Place) {
  const { view, host } = await findPrimary(place);
  return await askValkey(view, host, { timeoutMs: 2_000 });
}

const fillers = 80;
const fillersLiveMs = 60_000;

/** Sends the primary more than it may keep. */
export async function fillMemory(place: Place): Promise<void> {
  const { view, host } = await findPrimary(place);
  const { address, port } = view.at(host, 'valkey');
  const client = createClient({ socket: { host: address, port }, password: passwordOf(view) });
  await client.connect();
  const text = 'x'.repeat(1024 * 1024);
  for (let number = 0; number < fillers; number += 1)
    await client.set(`filler:${number}`, text, { expiration: { type: 'PX', value: fillersLiveMs } });
  await client.close();
}

async function findPrimary(place: Place) {
  const { view } = place.testLab.lab.target;
  const name = await namePrimary(place);
  const host = view.hostsOf('valkey').find((each) => each.name === name);
  if (!host) throw new Error(`${name} is no host of the lab`);
  return { view, host };
}
