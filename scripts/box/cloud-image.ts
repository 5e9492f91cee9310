import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';
import { checkFreeSpace } from '../servers/disk-space.ts';
import { projectDir } from '../settings/config.ts';
import { download, fetchShort, readSize } from './download.ts';
import { isSignedBy } from './signature.ts';

/** A server image as its makers publish it: a folder with the image, SHA256SUMS, and a signature of those. */
export interface CloudImage {
  folderUrl: string;
  file: string;
  /** The key of those who signed, armored. */
  key: string;
}

const fileAt = (folderUrl: string, name: string) =>
  new URL(name, folderUrl.endsWith('/') ? folderUrl : `${folderUrl}/`).href;

/** The SHA-256 of an image as its makers publish and sign it now. */
export async function readPublishedSum({ folderUrl, file, key }: CloudImage, signal: AbortSignal): Promise<string> {
  const url = fileAt(folderUrl, 'SHA256SUMS');
  const sums = await fetchShort(url, signal);
  if (!(await isSignedBy(key, sums, await fetchShort(`${url}.gpg`, signal))))
    throw new UserError(`The signature of ${url} is not by the key that this lab knows`, {
      next: 'do not use this image; repeat, or name another mirror: --from URL',
    });
  const sum = findSum(sums.toString(), file);
  if (sum) return sum;
  throw new UserError(`${url} does not list ${file}`, { next: 'name the folder of a release: --from URL' });
}

/** Downloads an image that its makers' signature vouches for, and gives its SHA-256; anything else is removed, and said. */
export async function fetchCloudImage(
  image: CloudImage,
  { path, onProgress, signal }: { path: string; onProgress: Progress; signal: AbortSignal },
): Promise<string> {
  onProgress('its checksums and their signature');
  const expected = await readPublishedSum(image, signal);
  const url = fileAt(image.folderUrl, image.file);
  // The image, and the box that is made of it.
  await checkFreeSpace(dirname(path), 2 * (await readSize(url, signal)), {
    what: 'Making a box',
    instead: 'Or name another folder in TMPDIR.',
  });
  const found = await download({ url, path, signal, onProgress });
  if (found === expected) return found;
  await rm(path, { force: true });
  throw new UserError(`${url} is not what its makers signed: its SHA-256 is ${found}, theirs is ${expected}`, {
    next: 'repeat; if it stays so, name another mirror: --from URL',
  });
}

/** The sum of a file, from lines of sums and names. */
export function findSum(sums: string, file: string): string | undefined {
  const lines = sums.split('\n').map((line) => /^([0-9a-f]{64}) [ *](.+)$/.exec(line.trim()));
  return lines.find((line) => line?.[2] === file)?.[1];
}

/** What Ubuntu calls the image of a release for a processor. */
export function nameUbuntuImage(release: string, { arm, extension }: { arm: boolean; extension: string }): string {
  return `ubuntu-${release}-server-cloudimg-${arm ? 'arm64' : 'amd64'}.${extension}`;
}

/** The folder that the release's last image is in. */
export const ubuntuFolder = (release: string) => `https://cloud-images.ubuntu.com/releases/${release}/release/`;

export const ubuntuKeyFile = join(projectDir, 'scripts/box/ubuntu-cloud-images.asc');
