import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { apiCommand, describeForApi } from '../../../roles/web/api-settings.ts';
import { projectDir } from '../../../scripts/settings/config.ts';
import type { Endpoint } from '../../../scripts/settings/endpoints.ts';
import { type Ask, createApiClient } from './api-client.ts';
import type { TestLab } from './lab.ts';

/** An API process of a test's own, beside the lab's. */
export interface ApiProcess {
  endpoint: Endpoint;
  ask: Ask;
  signal(signal: NodeJS.Signals): void;
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts the API on a free port with the lab's database and settings of the test's own. */
export async function startApiProcess(testLab: TestLab, environment: Record<string, string> = {}): Promise<ApiProcess> {
  const [program, ...args] = apiCommand;
  const child = spawn(program, args, {
    cwd: projectDir,
    env: { ...process.env, ...settingsOf(testLab), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const endpoint = await readEndpoint(child.stdout);
  return {
    endpoint,
    ask: createApiClient(endpoint),
    signal: (signal) => child.kill(signal),
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function settingsOf({ lab: { target, secrets, database } }: TestLab) {
  const { database: listener } = target.endpoints;
  return { API_HOST: '127.0.0.1', API_PORT: '0', ...describeForApi({ listener, database, secrets }) };
}

// The log has to be read on: a full pipe would stop the process.
async function readEndpoint(output: NodeJS.ReadableStream): Promise<Endpoint> {
  const lines = createInterface({ input: output });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const { url } = line.includes('the API listens') ? JSON.parse(line) : { url: undefined };
      if (url) resolve({ address: '127.0.0.1', port: Number(new URL(url).port) });
    });
    lines.on('close', () => reject(new Error('The API ended before it listened')));
  });
}
