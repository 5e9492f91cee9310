import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

/** How far a source was kept, as a file has it. Where that is lost, all is sent again, and the store drops what it has. */
export function readPosition<T>(path: string, first: T): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return first;
  }
}

/** On a full disk the file stays as it was: after a restart lines are sent again, and the store drops them. */
export async function writePosition(path: string, position: object) {
  await replace(path, JSON.stringify(position)).catch(() => undefined);
}

async function replace(path: string, text: string) {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
