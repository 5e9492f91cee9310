import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { readLab } from '../../roles/read-lab.ts';
import { describeForApi } from '../../roles/web/api-settings.ts';
import { openLab } from '../lab/open-lab.ts';
import { projectDir } from '../settings/config.ts';
import { readLabFile } from '../settings/lab-file.ts';
import { hostBesideLab, shiftPorts } from '../targets/local/layout.ts';
import { listPorts, requireFreePorts } from '../targets/local/ports.ts';

export interface ThrowAwayLab {
  /** What tests need to find the lab. */
  environment: Record<string, string> & { LAB_DIR: string };
  destroy(): Promise<void>;
}

const labScript = join(projectDir, 'lab');

/** Starts a lab with a folder and ports of its own, which is gone when this process is, however it ends. */
export async function startThrowAwayLab(
  signal: AbortSignal,
  settings: Record<string, string> = {},
): Promise<ThrowAwayLab> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-test-'));
  const { shift, ports } = await findFreePorts();
  for (const port of ports) promised.add(port);
  const place = {
    LAB_DIR: join(folder, 'lab'),
    LAB_PORT_SHIFT: String(shift),
    // Nothing of the person's own settings: these tests break the lab that they name.
    LAB_ENV_FILE: '',
    LAB_HOSTS_ARE: 'processes',
    LAB_FILE: 'lab.json',
    DB_DATABASE: '',
    DB_USERNAME: '',
    DB_PASSWORD: '',
    APP_KEY: '',
    JWT_SECRET: '',
    // The tests log in more often than people do, and all from one address.
    API_LOGIN_LIMIT_PER_MINUTE: '100000',
    ...settings,
  };
  guard(folder, place);
  const destroy = async () => {
    // Where this fails, the guard tries again: the folder knows what runs.
    const destroyed = await runLab(['destroy', '--yes'], place).then(
      () => true,
      () => false,
    );
    if (!destroyed) return;
    await rm(folder, { recursive: true, force: true });
    for (const port of ports) promised.delete(port);
  };
  try {
    await runLab(['up'], place, signal);
    return { environment: { ...place, ...(await describeLab(place)) }, destroy };
  } catch (error) {
    await destroy();
    throw error;
  }
}

function runLab(args: string[], env: Record<string, string>, cancelSignal?: AbortSignal) {
  return execa(process.execPath, [labScript, ...args], {
    cwd: projectDir,
    env,
    stdio: 'inherit',
    cancelSignal,
  });
}

// The ports of this process' labs, with those of profiles that they may get later: such a port is free for now, and no other lab's.
const promised = new Set<number>();

/** Ports of a lab, below those that the system gives to outgoing connections, and all of them free at this moment. */
export async function findFreePorts() {
  const labFile = join(projectDir, 'lab.json');
  const { hosts, roles } = await readLab(labFile, Object.keys(readLabFile(labFile).profiles));
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const shift = 500 + Math.floor(Math.random() * 180) * 100;
    const listed = [...hosts, ...roles.all.map(hostBesideLab)].flatMap((host) =>
      listPorts(shiftPorts(host, shift), roles),
    );
    const ports = listed.map(({ port }) => port);
    if (!ports.some((port) => promised.has(port)) && (await areFree(listed))) return { shift, ports };
  }
  throw new Error('No free ports were found for a lab of the tests');
}

const areFree = (ports: ReturnType<typeof listPorts>) =>
  requireFreePorts(ports).then(
    () => true,
    () => false,
  );

// Outlives a kill -9 of the test run by as long as it takes to clean up after it.
function guard(folder: string, env: Record<string, string>) {
  const watch = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; "$2" "$3" destroy --yes && rm -rf "$4"';
  const args = ['-c', watch, 'guard', String(process.pid), process.execPath, labScript, folder];
  spawn('/bin/sh', args, { cwd: projectDir, env: { ...process.env, ...env }, detached: true, stdio: 'ignore' }).unref();
}

async function describeLab(place: Record<string, string>) {
  Object.assign(process.env, place);
  const { target, secrets, database } = await openLab();
  const { api, database: listener } = target.endpoints;
  return {
    API_URL: `http://${api.address}:${api.port}`,
    ...describeForApi({ listener, database, secrets }),
  };
}
