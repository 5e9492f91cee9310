import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSteps } from '../messages/run-steps.ts';
import { UserError } from '../messages/user-error.ts';
import { runTool } from '../servers/run-tool.ts';
import { type CloudImage, fetchCloudImage, nameUbuntuImage, ubuntuFolder, ubuntuKeyFile } from './cloud-image.ts';
import { type BoxFormat, formats } from './formats.ts';
import type { BoxFacts } from './made-boxes.ts';

/** What a box is made for and of. */
export interface BoxWish {
  provider: string;
  /** The release of Ubuntu. */
  release: string;
  /** The folder of the image and its checksums, where it is not Ubuntu's own. */
  from?: string | undefined;
  /** The file with the key of those who signed the checksums. */
  keyFile?: string | undefined;
}

/** The name under which Vagrant has the lab's own box. */
export const boxName = 'mysql-group-lab';

/** The image that a box is made of. */
export async function describeImage({ provider, release, from, keyFile }: BoxWish): Promise<CloudImage> {
  const { extension } = findFormat(provider);
  return {
    folderUrl: from ?? ubuntuFolder(release),
    file: nameUbuntuImage(release, { arm: process.arch === 'arm64', extension }),
    key: await readFile(keyFile ?? ubuntuKeyFile, 'utf8'),
  };
}

function findFormat(provider: string): BoxFormat {
  const format = formats[provider];
  if (format) return format;
  throw new UserError(`There is no box of a cloud image for the provider "${provider}"`, {
    next: `name one of: ${Object.keys(formats).join(', ')}, lxc`,
  });
}

/** Makes a box of a cloud image and gives it to Vagrant; where that fails, nothing is left of it. */
export async function makeBox(wish: BoxWish, signal: AbortSignal): Promise<void> {
  const image = await describeImage(wish);
  await requireVagrant();
  const folder = await mkdtemp(join(tmpdir(), 'lab-box-'));
  const path = join(folder, image.file);
  const archive = join(folder, 'lab.box');
  const add = ['vagrant', 'box', 'add', '--force', '--provider', wish.provider, '--name', boxName, archive] as const;
  let sha256 = '';
  try {
    await runSteps([
      {
        title: `Downloading ${image.file}`,
        run: async (onProgress) => {
          sha256 = await fetchCloudImage(image, { path, onProgress, signal });
        },
      },
      {
        title: `Making the box for ${wish.provider}`,
        run: async () => {
          const content = await mkdtemp(join(folder, 'content-'));
          await findFormat(wish.provider).fill(content, path);
          await addFacts(content, { made: new Date().toISOString().slice(0, 10), image: image.file, sha256 });
          await runProgram(['tar', '-cf', archive, '-C', content, '.'], signal);
        },
      },
      { title: `Adding it to Vagrant as ${boxName}`, run: () => runProgram([...add], signal) },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Vagrant keeps this file with the box, and reads no more of it than it knows.
async function addFacts(content: string, lab: BoxFacts) {
  const path = join(content, 'metadata.json');
  const metadata = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, `${JSON.stringify({ ...metadata, lab })}\n`);
}

async function runProgram(words: [string, ...string[]], signal: AbortSignal) {
  const { succeeded, command, output } = await runTool(words, { signal, timeoutMs: 30 * 60_000 });
  if (!succeeded) throw new UserError(`${command} failed: ${output.trim()}`, { next: 'mend the cause, then repeat' });
}

async function requireVagrant() {
  const { succeeded } = await runTool(['vagrant', '--version']);
  if (!succeeded)
    throw new UserError('Vagrant is not installed, or not on the PATH', { next: 'install Vagrant 2.3.4 or later' });
}
