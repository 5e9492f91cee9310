import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../settings/config.ts';
import { generateAppKey, generateJwtSecret } from './keys.ts';
import { readJson, writeJson } from './state-dir.ts';

export interface Account {
  username: string;
  password: string;
}

/** What nobody may guess: made once per lab, kept in one file that only its owner reads. */
export interface Secrets {
  root: Account;
  application: Account;
  replication: Account;
  monitor: Account;
  stats: Account;
  appKey: string;
  jwtSecret: string;
}

/** Reads the lab's secrets, makes what is missing, and lets `.env` have its way. */
export async function loadSecrets(stateDir: string, overrides: Config['overrides']): Promise<Secrets> {
  const path = join(stateDir, 'secrets.json');
  const kept = await readJson<Secrets>(path);
  if (kept) return applyOverrides(kept, overrides);
  const made = createSecrets();
  await writeJson(path, made);
  return applyOverrides(made, overrides);
}

function createSecrets(): Secrets {
  const account = (username: string) => ({ username, password: randomBytes(18).toString('base64url') });
  return {
    root: account('root'),
    application: account('realworld'),
    replication: account('lab_replication'),
    monitor: account('lab_monitor'),
    stats: account('admin'),
    appKey: generateAppKey(),
    jwtSecret: generateJwtSecret(),
  };
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
