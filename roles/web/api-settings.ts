import { join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Secrets } from '../../scripts/state/secrets.ts';

interface Parts {
  /** Where the database is, as the API sees it. */
  listener: Endpoint;
  database: string;
  secrets: Secrets;
}

/** What an API has to know of a lab to be its API, as environment variables. */
export function describeForApi({ listener, database, secrets }: Parts) {
  return {
    DB_HOST: listener.address,
    DB_PORT: String(listener.port),
    DB_DATABASE: database,
    DB_USERNAME: secrets.application.username,
    DB_PASSWORD: secrets.application.password,
    APP_KEY: secrets.appKey,
    JWT_SECRET: secrets.jwtSecret,
  };
}

/** Left to itself, V8 lets the heap grow to several times what the API uses before it looks for garbage. */
export const apiArguments = [
  '--max-semi-space-size=8',
  '--heap-growing-percent=20',
  join(projectDir, 'scripts/start/run.mjs'),
  'api/server.ts',
];

/** The command that runs the API as a process. */
export const apiCommand: [string, ...string[]] = [process.execPath, ...apiArguments];
