import { createServer } from 'node:net';
import { join } from 'node:path';
import { apiCommand, describeForApi } from '../../roles/web/api-settings.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import type { ServerDescription } from './server-process.ts';

const baselineCommand: ServerDescription['command'] = [
  process.execPath,
  join(projectDir, 'scripts/start/run.mjs'),
  'bench/baseline/server.ts',
];

/** The API as the lab runs it, in a process of its own. */
export function describeApi(lab: Lab): Promise<ServerDescription> {
  return describe(lab, { name: 'API', command: apiCommand });
}

/** The least code that answers the same requests. */
export function describeBaseline(lab: Lab): Promise<ServerDescription> {
  return describe(lab, { name: 'baseline', command: baselineCommand });
}

async function describe(
  lab: Lab,
  { name, command }: Pick<ServerDescription, 'name' | 'command'>,
): Promise<ServerDescription> {
  const environment = await describeEnvironment(lab);
  const url = `http://${environment.API_HOST}:${environment.API_PORT}/api`;
  return { name, command, cwd: projectDir, environment, url, ready: '/tags' };
}

/** What a server in this lab has to know: where to listen, where the database is, and the key of its tokens. */
export async function describeEnvironment({ target, secrets, database }: Lab) {
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
