import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** A key as `artisan key:generate` makes one. */
export function generateAppKey(): string {
  return `base64:${randomBytes(32).toString('base64')}`;
}

/** A secret as `artisan jwt:secret` makes one: 64 letters and digits. */
export function generateJwtSecret(): string {
  let secret = '';
  while (secret.length < 64)
    secret += randomBytes(64)
      .toString('base64')
      .replace(/[^a-zA-Z0-9]/g, '');
  return secret.slice(0, 64);
}

/** The text of an env file with one value set: in its place where the key is there, at the end otherwise. */
export function setEnvironmentValue(text: string, key: string, value: string): string {
  const line = `${key}=${value}`;
  const pattern = new RegExp(`^${key}=.*$`, 'm');
  if (pattern.test(text)) return text.replace(pattern, () => line);
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
}

/** Writes one value into an env file that only its owner may read; creates the file where there is none. */
export async function writeEnvironmentValue(file: string, key: string, value: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, setEnvironmentValue(text, key, value), { mode: 0o600 });
  await rename(draft, file);
}
