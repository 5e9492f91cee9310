import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSteps } from '../messages/run-steps.ts';
import { UserError } from '../messages/user-error.ts';
import { runTool } from '../servers/run-tool.ts';
import { fetchCloudImage, nameUbuntuImage, ubuntuFolder, ubuntuKeyFile } from './cloud-image.ts';
import { formats } from './formats.ts';

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

/** Makes a box of a cloud image and gives it to Vagrant; where that fails, nothing is left of it. */
export async function makeBox(wish: BoxWish, signal: AbortSignal): Promise<void> {
  const format = formats[wish.provider];
  if (!format)
    throw new UserError(`There is no box of a cloud image for the provider "${wish.provider}"`, {
      next: `name one of: ${Object.keys(formats).join(', ')}, lxc`,
    });
  await requireVagrant();
  const folder = await mkdtemp(join(tmpdir(), 'lab-box-'));
  const arm = process.arch === 'arm64';
  const file = nameUbuntuImage(wish.release, { arm, extension: format.extension });
  const image = join(folder, file);
  const archive = join(folder, 'lab.box');
  try {
    await runSteps([
      {
        title: `Downloading ${file}`,
        run: async (onProgress) =>
          fetchCloudImage(
            {
              folderUrl: wish.from ?? ubuntuFolder(wish.release),
              file,
              key: await readFile(wish.keyFile ?? ubuntuKeyFile, 'utf8'),
            },
            { path: image, onProgress, signal },
          ),
      },
      {
        title: `Making the box for ${wish.provider}`,
        run: () => pack(format.fill, { folder, image, archive }, signal),
      },
      {
        title: `Adding it to Vagrant as ${boxName}`,
        run: () =>
          runProgram(
            ['vagrant', 'box', 'add', '--force', '--provider', wish.provider, '--name', boxName, archive],
            signal,
          ),
      },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pack(
  fill: (folder: string, image: string) => Promise<void>,
  { folder, image, archive }: { folder: string; image: string; archive: string },
  signal: AbortSignal,
) {
  const content = await mkdtemp(join(folder, 'content-'));
  await fill(content, image);
  await runProgram(['tar', '-cf', archive, '-C', content, '.'], signal);
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
