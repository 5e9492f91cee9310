import { createServer } from 'node:net';
import { join } from 'node:path';
import { apiCommand, describeForApi } from '../../roles/web/api-settings.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import type { Contestant } from './contestant.ts';

const floorCommand: Contestant['command'] = [
  process.execPath,
  join(projectDir, 'scripts/start/run.mjs'),
  'bench/floor/server.ts',
];

/** The API as the lab runs it, in a process of its own. */
export function describeApi(lab: Lab, environment: Record<string, string> = {}): Promise<Contestant> {
  return describe(lab, { name: 'API', command: apiCommand, environment });
}

/** The least that a request costs. */
export function describeFloor(lab: Lab, environment: Record<string, string> = {}): Promise<Contestant> {
  return describe(lab, { name: 'floor', command: floorCommand, environment });
}

interface Own {
  name: string;
  command: Contestant['command'];
  environment: Record<string, string>;
}

async function describe(lab: Lab, { name, command, environment }: Own): Promise<Contestant> {
  const place = await describePlace(lab);
  return {
    name,
    command,
    cwd: projectDir,
    environment: { ...place, ...environment },
    url: `http://${place.API_HOST}:${place.API_PORT}/api`,
    ready: '/tags',
  };
}

/** What a server in this lab has to know: where to listen, where the database is, and the key of its tokens. */
export async function describePlace({ target, secrets, database }: Lab) {
  return {
    API_HOST: '127.0.0.1',
    API_PORT: String(await findFreePort()),
    API_LOGIN_LIMIT_PER_MINUTE: '0',
    ...describeForApi({ listener: target.endpoints.database, database, secrets }),
  };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
