import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../settings/config.ts';
import { readJson, writeJson } from './state-dir.ts';

export interface Account {
  username: string;
  password: string;
}

/** Passwords and keys of a lab: each role's, made once and kept in one file that only its owner reads. */
export interface Secrets {
  root: Account;
  application: Account;
  replication: Account;
  monitor: Account;
  stats: Account;
  /** HAProxy's health check: the name is the secret, there is no password. */
  check: Account;
  appKey: string;
  jwtSecret: string;
  /** What further roles keep. */
  [name: string]: Account | string;
}

export interface LoadSecretsOptions {
  overrides: Config['overrides'];
  /** Makes the secrets of all roles. */
  make(): Record<string, Account | string>;
}

/** Reads the lab's secrets and makes those that are missing; what `.env` says comes before them. */
export async function loadSecrets(stateDir: string, { overrides, make }: LoadSecretsOptions): Promise<Secrets> {
  const path = join(stateDir, 'secrets.json');
  const kept = (await readJson<Secrets>(path)) ?? {};
  const secrets = { ...make(), ...kept } as Secrets;
  if (Object.keys(secrets).length > Object.keys(kept).length) await writeJson(path, secrets);
  return applyOverrides(secrets, overrides);
}

/** An account with a password that cannot be guessed. */
export function createAccount(username: string): Account {
  return { username, password: randomBytes(18).toString('base64url') };
}

function applyOverrides(secrets: Secrets, overrides: Config['overrides']): Secrets {
  const { application } = secrets;
  return {
    ...secrets,
    application: {
      username: overrides.DB_USERNAME ?? application.username,
      password: overrides.DB_PASSWORD ?? application.password,
    },
    appKey: overrides.APP_KEY ?? secrets.appKey,
    jwtSecret: overrides.JWT_SECRET ?? secrets.jwtSecret,
  };
}
