import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What a box says of itself. */
export interface BoxFacts {
  /** The day on which it was made. */
  made: string;
  /** The image that it was made of, and its checksum. */
  image: string;
  sha256: string;
  /** The release of the archive, where it was made of packages. */
  suite?: string;
}

/** The folder in which Vagrant keeps its boxes. */
export const vagrantBoxes = () => join(process.env.VAGRANT_HOME ?? join(homedir(), '.vagrant.d'), 'boxes');

/** What the box says that Vagrant has under a name; nothing where it has none, and no facts where the box tells none. */
export async function findMadeBox(
  boxes: string,
  { name, provider }: { name: string; provider: string },
): Promise<{ facts: BoxFacts | undefined } | undefined> {
  // Vagrant 2.4 has a folder for each processor between the version and the provider.
  const entries = await readdir(join(boxes, name), { recursive: true }).catch(() => []);
  const path = entries.find((entry) => entry.endsWith(join(provider, 'metadata.json')));
  if (!path) return undefined;
  const metadata = JSON.parse(await readFile(join(boxes, name, path), 'utf8'));
  return { facts: metadata.lab };
}
