import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secrets } from '../../../scripts/state/secrets.ts';

/** Every value of a lab that must be in no log, by what it is. */
export function listSecrets(secrets: Secrets): Record<string, string> {
  const pairs = Object.entries(secrets).map(([name, secret]) => [
    name,
    typeof secret === 'string' ? secret : secret.password,
  ]);
  // The health check has no password: its name is the secret.
  return Object.fromEntries([...pairs.filter(([, value]) => value !== ''), ['check', secrets.check.username]]);
}

/** Where a value stands in the logs of a lab's hosts, or in its log store. */
export function findInLogs(stateDir: string, values: Record<string, string>): string[] {
  const paths = readdirSync(join(stateDir, 'hosts')).flatMap((host) => {
    const folder = join(stateDir, 'hosts', host);
    const logs = readdirSync(folder).filter((name) => /^host\.log(\.\d+)?$/.test(name));
    return logs.map((name) => join(folder, name));
  });
  return paths.flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    return Object.entries(values).flatMap(([name, value]) => (text.includes(value) ? [`${name} in ${path}`] : []));
  });
}
