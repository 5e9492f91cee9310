import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { explainAptFailure } from './apt-failure.ts';
import { isUnpacked } from './package-names.ts';
import { runTool } from './run-tool.ts';

/** Unpacks those archives that bring something to run into a folder, a few at a time. */
export async function unpackArchives(
  archives: string[],
  options: { folder: string; signal?: AbortSignal | undefined },
): Promise<void> {
  await mkdir(options.folder, { recursive: true });
  const waiting = archives.filter((archive) => isUnpacked(basename(archive)));
  const unpackWaiting = async () => {
    for (let archive = waiting.shift(); archive; archive = waiting.shift()) await unpackArchive(archive, options);
  };
  // All have ended when this returns or throws, so that the folder can be removed.
  const workers = Array.from({ length: 3 }, () => unpackWaiting().finally(() => waiting.splice(0)));
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

async function unpackArchive(archive: string, options: { folder: string; signal?: AbortSignal | undefined }) {
  const command: [string, ...string[]] = ['dpkg-deb', '--extract', archive, options.folder];
  const unpacked = await runTool(command, { signal: options.signal, timeoutMs: 2 * 60_000 });
  if (unpacked.succeeded) return;
  const { why, next } = explainAptFailure(unpacked.output);
  const reason = why === 'apt-get failed' ? 'it is damaged' : why;
  throw new UserError(
    `The archive ${basename(archive)} could not be unpacked into ${options.folder}: ${reason}. ` +
      `It is fetched again at the next start. dpkg-deb printed: ${unpacked.output.trim().split('\n').at(-1)}`,
    next ? { next } : {},
  );
}
