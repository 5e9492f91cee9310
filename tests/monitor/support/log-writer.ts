import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes numbered lines to a log of its own beside those of the hosts. */
export async function createLogWriter(stateDir: string) {
  const host = `writer-${Date.now().toString(36)}`;
  const folder = join(stateDir, 'hosts', host);
  const path = join(folder, 'host.log');
  await mkdir(folder, { recursive: true });
  let written = 0;
  return {
    host,
    path,
    get written() {
      return written;
    },
    async write(lines: number) {
      const texts = Array.from({ length: lines }, (_, index) => {
        return `${new Date().toISOString()} line ${written + index} ${'and more of it '.repeat(8)}\n`;
      });
      await appendFile(path, texts.join(''));
      written += lines;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
